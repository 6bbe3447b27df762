package io.fathom.model.training.parcels;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where a parcel went: from the depot to one place after the other, none of them twice.
 *
 * @param parcel its name
 * @param places where it was, entry 0 the depot
 */
record Route(String parcel, List<String> places) {

    Route {
        places = List.copyOf(places);
    }

    static Route random(String parcel, int legs, SplittableRandom random) {
        List<String> places = new ArrayList<>();
        places.add(Words.DEPOT);
        places.addAll(Words.some(Words.PLACES, legs, random));
        return new Route(parcel, places);
    }

    int legs() {
        return places.size() - 1;
    }

    /** Where it is after this many legs, 1 to {@link #legs()}. */
    String after(int legs) {
        return places.get(legs);
    }

    /** A scan of every leg, in their order. */
    List<String> scans(SplittableRandom random) {
        List<String> scans = new ArrayList<>();
        for (int leg = 1; leg <= legs(); leg++) {
            scans.add(Words.scan(parcel, places.get(leg - 1), places.get(leg), random));
        }
        return scans;
    }
}

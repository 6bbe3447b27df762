package io.fathom.model.training.parcels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a message as a person would, from its text alone; shares no code with the generator. */
final class MessageReader {
    private static final Pattern SCAN =
            Pattern.compile("(?:(?:moved|flew|drove|sent) )?(\\w+) (\\w+) (?:to|into|for) (\\w+)");
    private static final Pattern QUESTION =
            Pattern.compile("where (?:is|was) (\\w+) after (?:its (\\d)(?:st|nd|rd|th) leg|leg (\\d)|(\\d) legs?)\\?");

    /** A scan as it stands in the message. */
    record Scan(String parcel, String from, String to) {}

    final List<Scan> scans = new ArrayList<>();
    final String parcel;
    final int legs;

    MessageReader(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int question = lower.indexOf("where ");
        for (String part : lower.substring(0, question).trim().split("[,;.] ?", 0)) {
            Matcher scan = SCAN.matcher(part);
            if (!scan.matches()) {
                throw new IllegalArgumentException("not a scan: '" + part + "' in '" + text + "'");
            }
            scans.add(new Scan(scan.group(1), scan.group(2), scan.group(3)));
        }
        Matcher asked = QUESTION.matcher(lower.substring(question));
        if (!asked.matches()) {
            throw new IllegalArgumentException("not a question: '" + text.substring(question) + "'");
        }
        parcel = asked.group(1);
        String number =
                asked.group(2) != null ? asked.group(2) : asked.group(3) != null ? asked.group(3) : asked.group(4);
        legs = Integer.parseInt(number);
    }

    /** Follows the parcel from the depot. */
    String answer() {
        Map<String, String> next = new HashMap<>();
        for (Scan scan : scans) {
            if (scan.parcel().equals(parcel) && next.put(scan.from(), scan.to()) != null) {
                throw new IllegalStateException(parcel + " leaves " + scan.from() + " twice");
            }
        }
        String place = "depot";
        for (int leg = 0; leg < legs; leg++) {
            place = next.get(place);
            if (place == null) {
                throw new IllegalStateException(parcel + " has only " + leg + " legs, but is asked for " + legs);
            }
        }
        return place;
    }
}

package io.fathom.model.text;

/** From places in code points, as the tokenizer library counts, to places in chars; asked in any order, fast in rising. */
final class CharPlaces {
    private final String text;
    private int codePoint;
    private int place;

    CharPlaces(String text) {
        this.text = text;
    }

    int ofCodePoint(int index) {
        place = text.offsetByCodePoints(place, index - codePoint);
        codePoint = index;
        return place;
    }
}

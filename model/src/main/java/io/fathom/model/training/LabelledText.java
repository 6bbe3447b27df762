package io.fathom.model.training;

/** One line of a data set: {@code label<TAB>text}. The text may be empty. */
public record LabelledText(String label, String text) {}

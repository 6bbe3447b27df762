package io.fathom.model.bundle;

/**
 * What a model was trained on, so that whoever ships the bundle can meet the licence.
 *
 * @param name of the data set
 * @param licence short name, such as {@code CC BY 3.0}
 * @param attribution whom to name, as the licence asks; empty where it asks for nothing
 * @param source where the data comes from; empty where it is not public
 */
public record TrainingData(String name, String licence, String attribution, String source) {}

package io.fathom.model.base;

/**
 * Where an encoder comes from, so that whoever ships a model built on it can meet the licence.
 *
 * @param model the model's name at its source, such as {@code BAAI/bge-small-en-v1.5}; empty where it is not public
 * @param licence short name, such as {@code MIT}; empty where it is not known
 * @param importedFrom the kind of the files: the {@code model_type} and their form
 */
public record BaseOrigin(String model, String licence, String importedFrom) {}

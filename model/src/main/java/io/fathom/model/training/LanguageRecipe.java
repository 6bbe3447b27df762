package io.fathom.model.training;

/**
 * How texts become lessons of a language model.
 *
 * @param exits which exits a step learns from
 */
public record LanguageRecipe(ExitTraining exits) {}

package io.fathom.model.training.experiment;

/**
 * What one look at a trained network gave. Not a number (NaN) where something does not apply.
 *
 * @param setting how the network was used, such as {@code full} or {@code cycles-2}
 * @param loss mean cross-entropy in nats for a token, or for a record where only one answer is asked for
 * @param accuracy share of the answers that are right
 * @param layers mean executed layers for a token, the true ones: what is skipped does not count, what is run does
 * @param value what else the setting is about, such as a share of active tokens or a difference of outputs
 */
public record Measurement(String setting, double loss, double accuracy, double layers, double value) {
    /** The setting of the final values: at full depth after the last step. */
    public static final String FINAL = "full";

    public Measurement {
        if (!setting.matches("[A-Za-z0-9.+-]+")) {
            throw new IllegalArgumentException(
                    "setting must consist of letters, digits, '.', '+' and '-', but was '" + setting + "'");
        }
    }

    /** Loss, accuracy and layers. */
    public static Measurement of(String setting, double loss, double accuracy, double layers) {
        return new Measurement(setting, loss, accuracy, layers, Double.NaN);
    }

    /** Nothing but a value. */
    public static Measurement value(String setting, double value) {
        return new Measurement(setting, Double.NaN, Double.NaN, Double.NaN, value);
    }
}

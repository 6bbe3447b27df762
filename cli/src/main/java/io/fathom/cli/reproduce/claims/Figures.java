package io.fathom.cli.reproduce.claims;

import java.math.BigDecimal;
import java.util.Locale;

/** How numbers are written. */
public final class Figures {
    private Figures() {}

    /** Without digits that say nothing: 0, 0.005, 1e-05. */
    public static String number(double value) {
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        return size >= 1e-4 && size < 1e6
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : String.format(Locale.ROOT, "%.1e", value);
    }

    /** With as many digits as fit the size: four behind the point for what is near one. */
    public static String measured(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        if (size < 1e-3) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        return String.format(
                Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : "%.4f", value);
    }
}

package io.fathom.cli.train;

import io.fathom.cli.options.WholeNumber;
import picocli.CommandLine.Option;

/** Whom to learn from besides the labels; the defaults are those of the bundle that ships. */
final class TeacherOptions {

    @Option(
            names = "--teachers",
            paramLabel = "N",
            defaultValue = "4",
            converter = WholeNumber.NotNegative.class,
            description =
                    "Networks trained first, for the model to learn from with a linear n-gram model; 0 for none of both."
                            + " Default: ${DEFAULT-VALUE}.")
    private int teachers;

    @Option(
            names = "--teacher-steps",
            paramLabel = "N",
            defaultValue = "3500",
            converter = WholeNumber.Positive.class,
            description = "Steps of each teacher. Default: ${DEFAULT-VALUE}.")
    private int teacherSteps;

    @Option(
            names = "--distillation",
            paramLabel = "SHARE",
            defaultValue = "0.7",
            description = "Share of the target that comes from the teachers. Default: ${DEFAULT-VALUE}.")
    private double distillation;

    @Option(
            names = "--splice-share",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            description = "Share of the texts spliced from two, for the teachers to label. Default: ${DEFAULT-VALUE}.")
    private double spliceShare;

    int count() {
        return teachers;
    }

    int steps() {
        return teacherSteps;
    }

    /** 0 without teachers. */
    double distillation() {
        return teachers == 0 ? 0 : distillation;
    }

    /** 0 without teachers. */
    double spliceShare() {
        return teachers == 0 ? 0 : spliceShare;
    }
}

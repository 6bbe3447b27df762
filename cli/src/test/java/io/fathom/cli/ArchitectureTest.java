package io.fathom.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.fathom.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule KAFKA_STAYS_IN_ITS_ROOM = noClasses()
            .that()
            .resideOutsideOfPackage("io.fathom.cli.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "kafka..");

    @ArchTest
    static final ArchRule NO_TENSORS_HERE =
            noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule SHARED_ROOMS_KNOW_NO_COMMAND = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.fathom.cli.options..",
                    "io.fathom.cli.terminal..",
                    "io.fathom.cli.flink..",
                    "io.fathom.cli.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.fathom.cli.demo",
                    "io.fathom.cli.run..",
                    "io.fathom.cli.score..",
                    "io.fathom.cli.inspect..",
                    "io.fathom.cli.doctor..",
                    "io.fathom.cli.evaluate..",
                    "io.fathom.cli.train..",
                    "io.fathom.cli.replay..",
                    "io.fathom.cli.reproduce..");

    @ArchTest
    static final ArchRule COMMANDS_DO_NOT_KNOW_EACH_OTHER = slices().matching(
                    "io.fathom.cli.(demo|run|score|inspect|doctor|evaluate|train|replay|reproduce)..")
            .should()
            .notDependOnEachOther();

    /** Figures in, verdicts out: what decides a claim reads no file, no clock, and runs no network. */
    @ArchTest
    static final ArchRule VERDICTS_ARE_PURE = noClasses()
            .that()
            .resideInAPackage("io.fathom.cli.reproduce.claims..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.nio..",
                    "java.time..",
                    "picocli..",
                    "org.knowm..",
                    "io.fathom.cli.plot..",
                    "io.fathom.cli.reproduce.pages..");
}

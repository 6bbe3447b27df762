package io.fathom.job;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;

/** The rooms of the job and who may look into which. */
@AnalyzeClasses(packages = "io.fathom.job", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule TENSORS_STAY_IN_THE_MODEL =
            noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule KAFKA_STAYS_IN_IO = noClasses()
            .that()
            .resideOutsideOfPackages("io.fathom.job.io", "io.fathom.job.io.broker")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.flink.connector.kafka..", "kafka..");

    /** The root wires the embedded broker nowhere: it is for demo, tests and benchmarks. */
    @ArchTest
    static final ArchRule NOTHING_NEEDS_THE_EMBEDDED_BROKER = noClasses()
            .that()
            .resideOutsideOfPackage("io.fathom.job.io.broker")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fathom.job.io.broker");

    @ArchTest
    static final ArchRule ROOMS_HAVE_NO_CYCLES =
            slices().matching("io.fathom.job.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule SETTINGS_KNOW_NO_OTHER_ROOM = noClasses()
            .that()
            .resideInAnyPackage("io.fathom.job.config", "io.fathom.job.metrics")
            .should()
            .dependOnClassesThat(resideInAPackage("io.fathom.job..")
                    .and(not(resideInAnyPackage("io.fathom.job.config", "io.fathom.job.metrics"))));

    @ArchTest
    static final ArchRule TIME_IS_AN_ARGUMENT = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now");

    @ArchTest
    static final ArchRule CLOCKS_ARE_MADE_WHERE_THE_JOB_IS_WIRED = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.fathom.job.ScoringJob")
            .should()
            .callMethodWhere(target(owner(type(Clock.class))).and(target(nameStartingWith("system"))));
}

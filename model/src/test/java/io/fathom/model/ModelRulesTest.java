package io.fathom.model;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The directions between the rooms, and what must not be called in some of them. */
@AnalyzeClasses(packages = "io.fathom.model", importOptions = ImportOption.DoNotIncludeTests.class)
class ModelRulesTest {

    /** Their results are read by native code after the number's memory is gone; see {@link #noNumbersIn}. */
    private static final Set<String> READ_BY_BACKWARD =
            Set.of("mul", "muli", "div", "divi", "pow", "powi", "mod", "modi");

    @ArchTest
    static final ArchRule ROOMS_HAVE_NO_CYCLES =
            slices().matching("io.fathom.model.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule MODEL_KNOWS_NO_STREAMS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "org.apache.avro..", "io.fathom.schemas..");

    @ArchTest
    static final ArchRule DEPTH_IS_PURE = classes()
            .that()
            .resideInAPackage("io.fathom.model.depth..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.fathom.model.depth..", "io.fathom.model.statistics..");

    @ArchTest
    static final ArchRule BUDGET_IS_PURE = classes()
            .that()
            .resideInAPackage("io.fathom.model.budget..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "io.fathom.model.depth..",
                    "io.fathom.model.statistics..",
                    "io.fathom.model.budget..");

    @ArchTest
    static final ArchRule STATISTICS_KNOW_NO_MODEL = classes()
            .that()
            .resideInAPackage("io.fathom.model.statistics..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "org.jspecify..", "org.apache.commons.statistics..", "io.fathom.model.statistics..");

    @ArchTest
    static final ArchRule TIME_AND_CHANCE_ARE_ARGUMENTS = noClasses()
            .that()
            .resideInAnyPackage("io.fathom.model.depth..", "io.fathom.model.budget..")
            .should()
            .callMethodWhere(describe("reads a clock or draws at random", ModelRulesTest::readsClockOrDraws));

    @ArchTest
    static final ArchRule SERVING_DOES_NOT_NEED_TRAINING = noClasses()
            .that()
            .resideOutsideOfPackage("io.fathom.model.training..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fathom.model.training..");

    @ArchTest
    static final ArchRule GRADIENTS_SEE_NO_FREED_NUMBERS =
            noNumbersIn("io.fathom.model.nn..", "io.fathom.model.training..");

    /**
     * {@code NDArray.mul(Number)} and its like wrap the number in a buffer that is freed at once, and autograd reads it in
     * backward: after a garbage collection the gradient is garbage while the forward value was right. Use an NDArray
     * constant that stays open until after backward.
     */
    private static ArchRule noNumbersIn(String... packages) {
        DescribedPredicate<JavaMethodCall> number = describe(
                "passes a Number that backward reads after it is freed",
                call -> READ_BY_BACKWARD.contains(call.getName())
                        && (call.getTargetOwner().isAssignableTo(NDArray.class)
                                || call.getTargetOwner().isEquivalentTo(NDArrays.class))
                        && call.getTarget().getRawParameterTypes().stream()
                                .anyMatch(type -> type.isEquivalentTo(Number.class)));
        return noClasses().that().resideInAnyPackage(packages).should().callMethodWhere(number);
    }

    private static boolean readsClockOrDraws(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        return switch (call.getName()) {
            case "nanoTime", "currentTimeMillis" -> owner.isEquivalentTo(System.class);
            case "random" -> owner.isEquivalentTo(Math.class);
            case "now" -> owner.getPackageName().equals("java.time");
            default -> false;
        };
    }

    @Test
    void theRuleOnNumbersSeesEachOffender() {
        ArchRule rule = noNumbersIn("io.fathom.model");
        for (Class<?> offender : Set.of(Multiplies.class, DividesInPlace.class, RaisesStatically.class)) {
            JavaClasses imported = new ClassFileImporter().importClasses(offender);
            assertThatThrownBy(() -> rule.check(imported))
                    .as(offender.getSimpleName())
                    .isInstanceOf(AssertionError.class);
        }
        JavaClasses allowed = new ClassFileImporter().importClasses(UsesConstants.class);
        assertThatCode(() -> rule.check(allowed)).doesNotThrowAnyException();
    }

    static final class Multiplies {
        NDArray of(NDArray x) {
            return x.mul(2f);
        }
    }

    static final class DividesInPlace {
        NDArray of(NDArray x) {
            return x.divi(2);
        }
    }

    static final class RaisesStatically {
        NDArray of(NDArray x) {
            return NDArrays.pow(x, 2);
        }
    }

    static final class UsesConstants {
        NDArray of(NDArray x, NDArray two) {
            return x.mul(two).add(1f);
        }
    }
}

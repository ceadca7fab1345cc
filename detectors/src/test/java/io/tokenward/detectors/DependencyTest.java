package io.tokenward.detectors;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DependencyTest {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tokenward.detectors");

    @Test
    void theModuleNeedsTheJdkAndItsThreeLibrariesOnly() {
        classes().should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.ibm.icu..", "org.bouncycastle..",
                        "org.jspecify..", "io.tokenward.detectors..")
                .check(MODULE);
    }

    @Test
    void noDetectorNeedsAnother() {
        slices().matching("io.tokenward.detectors.(*)..").should().beFreeOfCycles().check(MODULE);
    }
}

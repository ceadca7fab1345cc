package io.tokenward.certs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.tokenward.certs", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule certs_need_nothing_but_the_jdk_and_bouncy_castle = classes().should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.tokenward.certs..", "java..", "javax..", "org.bouncycastle..", "org.jspecify..");
}

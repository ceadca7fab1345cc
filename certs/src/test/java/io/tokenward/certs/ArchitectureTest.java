package io.tokenward.certs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.tokenward.certs", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule certs_need_nothing_but_the_jdk_and_bouncy_castle = classes().should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.tokenward.certs..", "java..", "javax..", "org.bouncycastle..", "org.jspecify..",
                    "org.shredzone.acme4j..");

    @ArchTest
    static final ArchRule the_library_for_acme_is_seen_where_orders_are_made_alone = noClasses().that()
            .resideOutsideOfPackage("io.tokenward.certs.acme")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.shredzone.acme4j..");

    @ArchTest
    static final ArchRule other_sources_know_nothing_of_acme = noClasses().that()
            .resideInAPackage("io.tokenward.certs")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.tokenward.certs.acme");
}

package io.tokenward.proxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

/** Holds the import table of docs/architecture.md: a package imports only from lower lines. */
class DependencyTest {
    private static final String ROOT = "io.tokenward.proxy";
    /** From the top to the bottom; packages of one line know nothing of each other. */
    private static final List<Set<String>> LINES = List.of(Set.of("", "cli", "demo"), Set.of("config"),
            Set.of("listener", "admin"),
            Set.of("exchange"), Set.of("admission", "upstream"), Set.of("route"), Set.of("dialect", "limit"),
            Set.of("keys"),
            Set.of("metric"), Set.of("audit", "encoding"), Set.of("problem", "live", "loop", "address", "host"));
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void aPackageImportsOnlyFromLowerLines() {
        var condition = new ArchCondition<JavaClass>("import only from lower lines") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                from.getDirectDependenciesFromSelf().forEach(dependency -> {
                    JavaClass to = dependency.getTargetClass().getBaseComponentType();
                    if (!to.getPackageName().startsWith(ROOT) || allowed(name(from), name(to))) return;
                    events.add(SimpleConditionEvent.violated(from, dependency.getDescription()));
                });
            }
        };
        ArchRule rule = com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes().should(condition);

        rule.check(CLASSES);
    }

    @Test
    void packagesHaveNoCircles() {
        SlicesRuleDefinition.slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nettyLivesWhereBytesMove() {
        noClasses().that()
                .resideInAnyPackage(ROOT + ".config..", ROOT + ".admission..", ROOT + ".route..", ROOT + ".dialect..",
                        ROOT + ".limit..", ROOT + ".keys..", ROOT + ".audit..", ROOT + ".encoding..",
                        ROOT + ".problem..", ROOT + ".live..", ROOT + ".host..", ROOT + ".address..",
                        ROOT + ".cli..", ROOT + ".admin..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..")
                .check(CLASSES);
    }

    private static String name(JavaClass type) {
        String rest = type.getPackageName().substring(ROOT.length());
        if (rest.isEmpty()) return "";
        int dot = rest.indexOf('.', 1);
        return dot < 0 ? rest.substring(1) : rest.substring(1, dot);
    }

    private static boolean allowed(String from, String to) {
        if (from.equals(to)) return true;
        int upper = line(from);
        // The program's own line puts everything together: its packages know each other.
        return upper == 0 || line(to) > upper;
    }

    private static int line(String name) {
        for (int i = 0; i < LINES.size(); i++)
            if (LINES.get(i).contains(name)) return i;
        throw new AssertionError("package " + name + " has no line in the table");
    }
}

package dev.gatehouse.core.tidy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.gatehouse.core.policy.Permit;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The drawing of core: each package may look only to its left. */
class CoreArchitectureTest {
    private static final List<String> ORDER = List.of(
            "digest",
            "json",
            "notice",
            "mcp",
            "identity",
            "trust",
            "pin",
            "policy",
            "upstream",
            "audit",
            "revision",
            "view",
            "call",
            "database");

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.gatehouse.core");

    @Test
    void packages_look_only_to_their_left() {
        assertThat(CORE).hasSizeGreaterThan(60);
        for (int i = 0; i < ORDER.size(); i++) {
            for (String right : ORDER.subList(i + 1, ORDER.size())) {
                noClasses()
                        .that()
                        .resideInAPackage(name(ORDER.get(i)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(name(right))
                        .check(CORE);
            }
        }
    }

    @Test
    void audit_and_upstream_do_not_know_each_other() {
        noClasses()
                .that()
                .resideInAPackage(name("audit"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(name("upstream"))
                .check(CORE);
    }

    @Test
    void http_imports_nothing_of_the_project() {
        noClasses()
                .that()
                .resideInAPackage(name("http"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ORDER.stream().map(CoreArchitectureTest::name).toArray(String[]::new))
                .check(CORE);
    }

    @Test
    void core_does_no_io_and_starts_no_thread_but_the_one_that_ends_waits() {
        noClasses()
                .that()
                // It is handed what to speak to, and is here because modules that may not see each other need it alike.
                .resideOutsideOfPackage(name("database"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio.channels..", "java.nio.file..", "java.net.http..", "java.sql..", "io.netty..")
                .check(CORE);
        noClasses()
                .that()
                .haveNameNotMatching("dev\\.gatehouse\\.core\\.call\\.Waits.*")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(Thread.class.getName())
                .check(CORE);
    }

    @Test
    void only_the_pipeline_can_make_a_permit() {
        for (Constructor<?> constructor : Permit.class.getDeclaredConstructors()) {
            assertThat(Modifier.isPublic(constructor.getModifiers())
                            || Modifier.isProtected(constructor.getModifiers()))
                    .isFalse();
        }
        noClasses()
                .that()
                .haveNameNotMatching("dev\\.gatehouse\\.core\\.policy\\.PolicyPipeline(\\$.*)?")
                .should()
                .callConstructorWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                        com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                                com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo(Permit.class))))
                .check(CORE);
    }

    private static String name(String part) {
        return "dev.gatehouse.core." + part + "..";
    }
}

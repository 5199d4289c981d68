package dev.gatehouse.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.gatehouse.core.upstream.Upstream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The drawing of the modules: what may touch what. */
class ModuleArchitectureTest {
    private static final List<String> MIDDLE = List.of("transport", "auth", "policy", "audit");

    /** What of transport clients meet: each package may look only to its left. */
    private static final List<String> DOOR = List.of("wire", "era", "stream", "http", "pipeline", "face", "listen");

    /** What of audit: each package may look only to those before its line. */
    private static final List<List<String>> TRAIL = List.of(
            List.of("http"),
            List.of("event"),
            List.of("field"),
            List.of("segment"),
            List.of("proof", "table", "s3", "syslog"),
            List.of("spool", "anchor", "search", "alert"),
            List.of("ship"),
            List.of("sink", "verify"),
            List.of("retain", "report"));

    private static final JavaClasses SHIPPED = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("testkit"))
            .importPackages("dev.gatehouse");

    @Test
    void every_module_is_looked_at() {
        for (String module : List.of("core", "transport", "auth", "policy", "audit", "server")) {
            assertThat(SHIPPED.stream().filter(c -> c.getPackageName().startsWith("dev.gatehouse." + module)))
                    .as(module)
                    .isNotEmpty();
        }
    }

    @Test
    void the_middle_modules_never_see_each_other_or_the_server() {
        for (String module : MIDDLE) {
            String[] others = MIDDLE.stream()
                    .filter(other -> !other.equals(module))
                    .map(ModuleArchitectureTest::below)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(below(module))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(SHIPPED);
            noClasses()
                    .that()
                    .resideInAPackage(below(module))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(below("server"))
                    .check(SHIPPED);
        }
    }

    @Test
    void core_needs_the_jdk_and_nothing_else() {
        noClasses()
                .that()
                .resideInAPackage(below("core"))
                .should()
                .dependOnClassesThat(
                        outside("java.", "javax.crypto.", "javax.sql.", "org.jspecify.", "dev.gatehouse.core."))
                .check(SHIPPED);
    }

    @Test
    void only_transport_knows_netty() {
        noClasses()
                .that()
                .resideOutsideOfPackage(below("transport"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(SHIPPED);
    }

    @Test
    void sockets_are_opened_where_one_looks_for_them() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        below("transport"),
                        "dev.gatehouse.auth.egress..",
                        "dev.gatehouse.server.cli..",
                        "dev.gatehouse.server.postgres..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.Socket")
                .check(SHIPPED);
    }

    @Test
    void only_the_call_path_reaches_an_upstream() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.gatehouse.core.call..")
                .should()
                .callMethod(Upstream.class, "open", dev.gatehouse.core.policy.Permit.class)
                .check(SHIPPED);
    }

    @Test
    void the_packages_that_clients_meet_look_only_to_their_left() {
        for (int at = 0; at < DOOR.size(); at++) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.gatehouse.transport." + DOOR.get(at))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(DOOR.stream()
                            .skip(at + 1)
                            .map(right -> "dev.gatehouse.transport." + right)
                            .toArray(String[]::new))
                    .allowEmptyShould(false)
                    .check(SHIPPED);
        }
    }

    @Test
    void the_packages_of_the_trail_look_only_to_their_left() {
        assertThat(SHIPPED.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith("dev.gatehouse.audit."))
                        .map(name -> name.substring("dev.gatehouse.audit.".length()))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        TRAIL.stream().flatMap(List::stream).toList());
        for (int at = 0; at < TRAIL.size(); at++) {
            for (String name : TRAIL.get(at)) {
                noClasses()
                        .that()
                        .resideInAPackage("dev.gatehouse.audit." + name)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(TRAIL.stream()
                                .skip(at)
                                .flatMap(List::stream)
                                .filter(other -> !other.equals(name))
                                .map(other -> "dev.gatehouse.audit." + other)
                                .toArray(String[]::new))
                        .allowEmptyShould(false)
                        .check(SHIPPED);
            }
        }
    }

    @Test
    void packages_have_no_cycles() {
        for (String module : List.of("core", "transport", "auth", "policy", "audit", "server")) {
            slices().matching("dev.gatehouse." + module + ".(**)")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(SHIPPED);
        }
    }

    private static String below(String module) {
        return "dev.gatehouse." + module + "..";
    }

    private static DescribedPredicate<JavaClass> outside(String... prefixes) {
        return DescribedPredicate.describe("outside " + List.of(prefixes), type -> {
            JavaClass base = type.getBaseComponentType();
            return !base.isPrimitive() && List.of(prefixes).stream().noneMatch(base.getName()::startsWith);
        });
    }
}

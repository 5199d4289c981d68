package dev.gatehouse.server.config;

import dev.gatehouse.core.audit.AuditField;
import dev.gatehouse.core.audit.FieldClass;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that each field of the trail gets a class that it can have, and no bundle a laxer one than the gateway. */
final class FieldChecks {
    private final Report report;

    FieldChecks(Report report) {
        this.report = report;
    }

    void check(GatehouseConfig config) {
        FieldsConfig all = config.audit().fields();
        possible(KeyPath.of("audit", "fields"), all);
        config.bundles().forEach((name, bundle) -> {
            KeyPath path = KeyPath.of("bundles", name, "audit").key("fields");
            possible(path, bundle.audit().fields());
            bundle.audit().fields().said().forEach((field, wanted) -> {
                FieldClass least = all.said().getOrDefault(field, FieldClass.PLAIN);
                if (wanted.compareTo(least) < 0) {
                    report.problem(
                            path.key(field.label()),
                            "`" + word(wanted) + "` is laxer than the gateway's `audit.fields." + field.label() + ": "
                                    + word(least) + "`: leave it out, or name a stricter class");
                }
            });
        });
    }

    private void possible(KeyPath path, FieldsConfig fields) {
        for (Map.Entry<AuditField, FieldClass> said : fields.said().entrySet()) {
            AuditField field = said.getKey();
            if (!field.admits(said.getValue())) {
                report.problem(
                        path.key(field.label()),
                        "`" + word(said.getValue()) + "` is nothing for this field (expected: " + expected(field)
                                + ")");
            }
        }
    }

    private static String expected(AuditField field) {
        return Stream.of(FieldClass.values())
                .filter(field::admits)
                .map(FieldChecks::word)
                .collect(Collectors.joining(", "));
    }

    private static String word(FieldClass one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}

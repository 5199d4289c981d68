package dev.gatehouse.server.config.policy;

import dev.gatehouse.policy.rules.OpenHours;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.time.DateTimeException;
import java.time.ZoneId;

/** Checks opening hours, wherever they are written. */
public final class HoursCheck {
    private static final String WANTED = "expected hours such as mon-fri 08:00-18:00";

    private HoursCheck() {}

    public static void check(Report report, KeyPath path, HoursConfig hours) {
        try {
            ZoneId.of(hours.zone());
        } catch (DateTimeException _) {
            report.problem(path.key("zone"), "expected a time zone such as Europe/Berlin");
        }
        if (hours.open().isEmpty()) {
            report.problem(path.key("open"), WANTED);
        }
        for (int i = 0; i < hours.open().size(); i++) {
            if (OpenHours.parse(hours.open().get(i)).isEmpty()) {
                report.problem(path.key("open").index(i), WANTED);
            }
        }
    }
}

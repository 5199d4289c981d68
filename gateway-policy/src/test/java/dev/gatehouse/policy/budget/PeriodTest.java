package dev.gatehouse.policy.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {

    @ParameterizedTest
    @CsvSource({
        // period, zone, moment, name, ends, hours
        "DAY, UTC, 2026-11-21T00:00:00Z, 2026-11-21, 2026-11-22T00:00:00Z, 24",
        "DAY, UTC, 2026-11-21T23:59:59.999999999Z, 2026-11-21, 2026-11-22T00:00:00Z, 24",
        "DAY, UTC, 2026-12-31T12:00:00Z, 2026-12-31, 2027-01-01T00:00:00Z, 24",
        // the clocks of Berlin go forward, and back
        "DAY, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-29, 2026-03-29T22:00:00Z, 23",
        "DAY, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-25, 2026-10-25T23:00:00Z, 25",
        "DAY, Europe/Berlin, 2026-11-20T23:00:00Z, 2026-11-21, 2026-11-21T23:00:00Z, 24",
        // midnight does not exist in Santiago on this day
        "DAY, America/Santiago, 2026-09-06T12:00:00Z, 2026-09-06, 2026-09-07T03:00:00Z, 23",
        "DAY, Pacific/Kiritimati, 2026-11-20T10:00:00Z, 2026-11-21, 2026-11-21T10:00:00Z, 24",
        "MONTH, UTC, 2026-11-30T23:59:59Z, 2026-11, 2026-12-01T00:00:00Z, 720",
        "MONTH, UTC, 2026-12-01T00:00:00Z, 2026-12, 2027-01-01T00:00:00Z, 744",
        "MONTH, UTC, 2026-01-31T00:00:00Z, 2026-01, 2026-02-01T00:00:00Z, 744",
        "MONTH, UTC, 2027-02-28T23:00:00Z, 2027-02, 2027-03-01T00:00:00Z, 672",
        "MONTH, UTC, 2028-02-29T23:00:00Z, 2028-02, 2028-03-01T00:00:00Z, 696",
        "MONTH, Europe/Berlin, 2026-10-31T22:59:59Z, 2026-10, 2026-10-31T23:00:00Z, 745",
        "MONTH, Europe/Berlin, 2026-10-31T23:00:00Z, 2026-11, 2026-11-30T23:00:00Z, 720",
    })
    void a_moment_is_in_one_period(Period period, String zone, Instant moment, String name, Instant ends, long hours) {
        Period.Span span = period.at(moment, ZoneId.of(zone));
        assertThat(span.name()).isEqualTo(name);
        assertThat(span.ends()).isEqualTo(ends);
        assertThat(Duration.between(span.begins(), span.ends())).isEqualTo(Duration.ofHours(hours));
        assertThat(moment).isBetween(span.begins(), span.ends().minusNanos(1));
    }
}

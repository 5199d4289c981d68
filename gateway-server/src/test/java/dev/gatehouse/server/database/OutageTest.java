package dev.gatehouse.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {
    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P03", "57P01", "53300", "58030"})
    void a_server_that_is_away_or_busy_is_an_outage(String state) {
        assertThat(Outage.is(new SQLTransientConnectionException("timed out", null, new SQLException("no", state))))
                .isTrue();
        assertThat(Outage.is(new FlywayException("x", new SQLException("no", state))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"28P01", "28000", "3D000", "42501", "42P01", "0A000", "XX000", "8", ""})
    void a_server_that_answers_and_refuses_is_none(String state) {
        assertThat(Outage.is(new SQLTransientConnectionException("timed out", null, new SQLException("no", state))))
                .isFalse();
    }

    @Test
    void a_pool_that_waited_in_vain_is_one() {
        assertThat(Outage.is(new SQLTransientConnectionException("timed out"))).isTrue();
    }

    @Test
    void schemas_that_do_not_fit_are_none() {
        assertThat(Outage.is(new FlywayException("Validate failed: checksum mismatch")))
                .isFalse();
    }

    @Test
    void the_headline_is_one_line_of_what_failed_first() {
        Throwable failure = new SQLTransientConnectionException(
                "timed out", null, new SQLException("Connection refused.\nCheck the host", "08001"));
        assertThat(Outage.headline(failure)).isEqualTo("Connection refused.");
    }
}

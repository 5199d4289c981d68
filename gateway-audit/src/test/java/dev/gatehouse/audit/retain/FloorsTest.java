package dev.gatehouse.audit.retain;

import static dev.gatehouse.audit.retain.FloorFixture.NONE;
import static dev.gatehouse.audit.retain.FloorFixture.SALES;
import static dev.gatehouse.audit.ship.ShipFixture.execute;
import static dev.gatehouse.audit.ship.ShipFixture.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.port.FreePort;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class FloorsTest {
    private static final String STORED = "SELECT bundle || ' ' || days FROM audit.floor ORDER BY bundle";

    private final FloorFixture fixture = new FloorFixture();
    private final FloorFixture.RememberingFile file = new FloorFixture.RememberingFile();

    @Test
    void a_longer_time_raises_the_floor_and_a_shorter_one_does_not_take_effect() throws Exception {
        Floors floors = fixture.gateway(Map.of(NONE, 400, SALES, 90));
        fixture.activate(floors, Map.of(NONE, 400, SALES, 365));
        fixture.activate(floors, Map.of(NONE, 30, SALES, 30));

        assertThat(floors.keep(SALES, 30)).isEqualTo(365);
        assertThat(floors.keep(SALES, 500)).isEqualTo(500);
        assertThat(floors.keep(NONE, 30)).isEqualTo(400);
        assertThat(strings(fixture.database, STORED)).containsExactly(" 400", "sales 365");
    }

    @Test
    void what_is_raised_is_recorded_once_with_what_there_was() throws Exception {
        Floors floors = fixture.gateway(Map.of(NONE, 400, SALES, 90));
        fixture.activate(floors, Map.of(NONE, 400, SALES, 365));
        fixture.activate(floors, Map.of(NONE, 400, SALES, 365));
        fixture.gateway(Map.of(NONE, 400, SALES, 365));

        assertThat(fixture.recorded).hasSize(2);
        AuditEvent.Administered raised = fixture.recorded.getLast();
        assertThat(raised.action()).isEqualTo("audit.retention.raised");
        assertThat(raised.detail()).isEqualTo("bundle sales: 365 days at least");
        assertThat(raised.change().before()).contains(Json.read("{\"bundle sales\":90}"));
        assertThat(raised.change().after()).contains(Json.read("{\"bundle sales\":365}"));
    }

    @Test
    void another_gateway_with_an_older_configuration_keeps_as_long() throws Exception {
        Floors other = fixture.gateway(Map.of(SALES, 90));
        fixture.gateway(Map.of(SALES, 365));
        fixture.look(other);
        assertThat(other.keep(SALES, 90)).isEqualTo(365);
    }

    @Test
    void of_many_gateways_that_start_at_once_the_longest_time_wins() throws Exception {
        List<Callable<Floors>> starts = new ArrayList<>();
        for (int days = 31; days < 47; days++) {
            Map<Optional<BundleName>, Integer> configured = Map.of(SALES, days);
            starts.add(() -> fixture.gateway(configured));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Floors> started : threads.invokeAll(starts)) {
                fixture.look(started.get());
                assertThat(started.get().days(SALES)).isEqualTo(46);
            }
        }
        assertThat(strings(fixture.database, STORED)).containsExactly("sales 46");
    }

    @Test
    void nothing_is_raised_that_cannot_be_recorded_and_records_are_kept_as_long_all_the_same() throws Exception {
        Floors floors = fixture.gateway(Map.of(SALES, 90));
        fixture.full = true;
        fixture.activate(floors, Map.of(SALES, 365));
        assertThat(strings(fixture.database, STORED)).containsExactly("sales 90");
        assertThat(floors.keep(SALES, 30)).isEqualTo(365);

        fixture.full = false;
        fixture.look(floors);
        assertThat(strings(fixture.database, STORED)).containsExactly("sales 365");
    }

    @Test
    void what_was_raised_while_the_database_was_away_holds_at_the_next_start_and_comes_into_it() throws Exception {
        Floors floors = Floors.open(file, true);
        floors.refresh(fixture.database);
        floors.raise(Map.of(SALES, 365));
        try (FloorKeeper keeper = FloorKeeper.idle(floors, fixture.place(away()))) {
            keeper.look();
        }

        Floors next = Floors.open(file, false);
        next.raise(Map.of(SALES, 30));
        assertThat(next.keep(SALES, 30)).isEqualTo(365);
        assertThatThrownBy(() -> next.refresh(away())).isInstanceOf(SQLException.class);
        assertThat(next.keep(SALES, 30)).isEqualTo(365);

        fixture.look(next);
        assertThat(strings(fixture.database, STORED)).containsExactly("sales 365");
    }

    @Test
    void a_start_without_database_and_file_keeps_everything_as_long_as_can_be_until_it_knows() throws Exception {
        fixture.gateway(Map.of(SALES, 90));
        Floors floors = Floors.open(file, false);
        assertThat(floors.areKnown()).isFalse();
        assertThat(floors.keep(SALES, 30)).isEqualTo(Floors.DAYS_MAX);
        assertThat(floors.keep(NONE, 30)).isEqualTo(Floors.DAYS_MAX);

        floors.refresh(fixture.database);
        assertThat(floors.keep(SALES, 30)).isEqualTo(90);
        assertThat(file.copy).isPresent();
    }

    @Test
    void a_file_that_is_damaged_is_worth_as_much_as_none() {
        file.write(new byte[] {0, 0, 0, 1, 0, 5, 's'});
        assertThat(Floors.open(file, false).keep(SALES, 30)).isEqualTo(Floors.DAYS_MAX);
        FloorFile broken = new FloorFile() {
            @Override
            public Optional<byte[]> read() throws IOException {
                throw new IOException("bad sector");
            }

            @Override
            public void write(byte[] copy) {}
        };
        assertThat(Floors.open(broken, false).keep(SALES, 30)).isEqualTo(Floors.DAYS_MAX);
    }

    @Test
    void where_nothing_was_ever_recorded_the_configuration_counts() {
        assertThat(Floors.open(file, true).keep(SALES, 30)).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit.floor SET days = 30",
                "UPDATE audit.floor SET bundle = 'other'",
                "DELETE FROM audit.floor",
                "TRUNCATE audit.floor"
            })
    void the_database_lowers_no_floor_without_two_people(String attempt) throws Exception {
        fixture.gateway(Map.of(SALES, 90));
        assertThatThrownBy(() -> execute(fixture.database, attempt))
                .hasRootCauseInstanceOf(SQLException.class)
                .rootCause()
                .message()
                .containsAnyOf("take two owners", "not to be forgotten");
    }

    private static PGSimpleDataSource away() throws IOException {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setURL("jdbc:postgresql://127.0.0.1:" + FreePort.any() + "/nobody?connectTimeout=2");
        return nobody;
    }
}

package dev.gatehouse.audit.retain;

import static dev.gatehouse.audit.retain.FloorFixture.NONE;
import static dev.gatehouse.audit.retain.FloorFixture.SALES;
import static dev.gatehouse.audit.ship.ShipFixture.execute;
import static dev.gatehouse.audit.ship.ShipFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.audit.retain.Lowering.Signer;
import dev.gatehouse.audit.retain.Lowering.State;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.identity.BundleName;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

class LoweringsTest {
    private static final Signer ALICE = new Signer("p1", "alice");
    private static final Signer ALICE_ELSEWHERE = new Signer("p1", "alice from another session");
    private static final Signer BOB = new Signer("p2", "bob");
    private static final int RACERS = 16;

    private final FloorFixture fixture = new FloorFixture();
    private final Lowerings lowerings = new Lowerings(fixture.place());
    private Floors floors;

    @BeforeEach
    void start() throws Exception {
        floors = fixture.gateway(Map.of(NONE, 400, SALES, 365));
        fixture.recorded.clear();
    }

    private Lowering asked(int days) throws Exception {
        return lowering(lowerings.ask(ALICE, SALES, days, "policy 7"));
    }

    private static Lowering lowering(Answered answered) {
        assertThat(answered).isInstanceOf(Answered.Done.class);
        return ((Answered.Done) answered).lowering();
    }

    private static State over(Answered answered) {
        assertThat(answered).isInstanceOf(Answered.Over.class);
        return ((Answered.Over) answered).lowering().state();
    }

    private long stored() {
        return number(fixture.database, "SELECT days FROM audit.floor WHERE bundle = 'sales'");
    }

    @Test
    void two_people_make_it_shorter_and_both_are_on_the_trail() throws Exception {
        Lowering lowering = asked(30);
        fixture.look(floors);
        assertThat(floors.keep(SALES, 30)).as("nobody confirmed").isEqualTo(365);

        assertThat(lowering(lowerings.confirm(BOB, lowering.id())).state()).isEqualTo(State.CONFIRMED);
        fixture.look(floors);
        assertThat(floors.keep(SALES, 30)).isEqualTo(30);
        assertThat(floors.keep(NONE, 30)).as("another floor").isEqualTo(400);

        assertThat(fixture.recorded)
                .extracting(AuditEvent.Administered::actor, AuditEvent.Administered::action)
                .containsExactly(tuple("alice", "audit.lowering.asked"), tuple("bob", "audit.lowering.confirmed"));
        AuditEvent.Administered confirmed = fixture.recorded.getLast();
        assertThat(confirmed.detail()).isEqualTo("bundle sales from 365 to 30 days: policy 7");
        assertThat(confirmed.change().before().orElseThrow().toString())
                .contains("\"days\":365", "\"state\":\"open\"", "\"askedBy\":\"alice\"");
        assertThat(confirmed.change().after().orElseThrow().toString())
                .contains("\"days\":30", "\"state\":\"confirmed\"", "\"endedBy\":\"bob\"");
    }

    @Test
    void whoever_asked_cannot_confirm_and_the_database_would_refuse_it_too() throws Exception {
        Lowering lowering = asked(30);
        assertThat(lowerings.confirm(ALICE, lowering.id())).isEqualTo(new Answered.SamePerson());
        assertThat(lowerings.confirm(ALICE_ELSEWHERE, lowering.id())).isEqualTo(new Answered.SamePerson());
        assertThatThrownBy(() -> execute(
                        fixture.database,
                        "UPDATE audit.lowering SET ending = 'confirmed', ender = asker, ended_by = 'x', ended_at = now(),"
                                + " ended_in = pg_current_xact_id()"))
                .rootCause()
                .hasMessageContaining("violates check constraint");
        assertThat(stored()).isEqualTo(365);
        assertThat(fixture.actions()).containsExactly("audit.lowering.asked");
    }

    @Test
    void a_confirmation_counts_once_and_for_nothing_else() throws Exception {
        Lowering lowering = asked(30);
        lowerings.confirm(BOB, lowering.id());
        assertThat(over(lowerings.confirm(BOB, lowering.id()))).isEqualTo(State.CONFIRMED);
        fixture.activate(floors, Map.of(SALES, 365));
        assertThatThrownBy(() -> execute(fixture.database, "UPDATE audit.floor SET days = 30 WHERE bundle = 'sales'"))
                .rootCause()
                .hasMessageContaining("take two owners");
        assertThat(over(lowerings.confirm(BOB, lowering.id()))).isEqualTo(State.CONFIRMED);
        assertThat(stored()).isEqualTo(365);
    }

    @Test
    void what_was_withdrawn_is_over() throws Exception {
        Lowering lowering = asked(30);
        Lowering withdrawn = lowering(lowerings.withdraw(ALICE, lowering.id(), "mistaken"));
        assertThat(withdrawn.state()).isEqualTo(State.WITHDRAWN);
        assertThat(over(lowerings.confirm(BOB, lowering.id()))).isEqualTo(State.WITHDRAWN);
        assertThat(stored()).isEqualTo(365);
        assertThat(fixture.recorded.getLast().detail()).endsWith(": mistaken");
        assertThat(lowerings.all())
                .singleElement()
                .satisfies(told -> assertThat(told).isEqualTo(withdrawn));
    }

    @Test
    void what_nobody_confirmed_for_a_week_is_over() throws Exception {
        Lowering lowering = asked(30);
        fixture.now = fixture.now.plus(Lowering.OPEN_FOR);
        assertThat(over(lowerings.confirm(BOB, lowering.id()))).isEqualTo(State.EXPIRED);
        assertThat(stored()).isEqualTo(365);
    }

    @Test
    void what_somebody_raised_since_is_over() throws Exception {
        Lowering lowering = asked(30);
        fixture.activate(floors, Map.of(SALES, 500));
        assertThat(over(lowerings.confirm(BOB, lowering.id()))).isEqualTo(State.OVERTAKEN);
        assertThat(stored()).isEqualTo(500);
    }

    @Test
    void of_many_who_confirm_one_does_and_of_two_lowerings_one_counts() throws Exception {
        Lowering first = asked(30);
        Lowering second = asked(60);
        Callable<Answered> one = () -> lowerings.confirm(BOB, first.id());
        Callable<Answered> two = () -> lowerings.confirm(BOB, second.id());
        List<Callable<Answered>> racers = new ArrayList<>(Collections.nCopies(RACERS / 2, one));
        racers.addAll(Collections.nCopies(RACERS / 2, two));
        int done = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(RACERS)) {
            for (Future<Answered> answer : threads.invokeAll(racers)) {
                done += answer.get() instanceof Answered.Done ? 1 : 0;
            }
        }
        assertThat(done).isEqualTo(1);
        assertThat(stored()).isIn(30L, 60L);
        assertThat(fixture.actions())
                .containsExactly("audit.lowering.asked", "audit.lowering.asked", "audit.lowering.confirmed");
    }

    @Test
    void nothing_counts_that_cannot_be_recorded() throws Exception {
        Lowering lowering = asked(30);
        fixture.full = true;
        assertThatThrownBy(() -> lowerings.confirm(BOB, lowering.id())).isInstanceOf(AuditUnavailableException.class);
        assertThatThrownBy(() -> asked(60)).isInstanceOf(AuditUnavailableException.class);
        fixture.full = false;
        assertThat(stored()).isEqualTo(365);
        assertThat(lowerings.all()).extracting(Lowering::state).containsExactly(State.OPEN);
    }

    @Test
    void only_less_than_what_holds_is_asked_for() throws Exception {
        assertThat(lowerings.ask(ALICE, SALES, 365, "x")).isEqualTo(new Answered.NotFewer(365));
        assertThat(lowerings.ask(ALICE, Optional.of(new BundleName("nobody")), 30, "x"))
                .isEqualTo(new Answered.NotFound());
        assertThat(lowerings.confirm(BOB, "lowering-1")).isEqualTo(new Answered.NotFound());
        assertThat(fixture.recorded).isEmpty();
    }

    @Test
    void gateways_that_listen_hear_of_a_lower_floor() throws Exception {
        Lowering lowering = asked(30);
        try (Connection connection = fixture.database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("LISTEN gatehouse_auth");
            lowerings.confirm(BOB, lowering.id());
            assertThat(connection.unwrap(PGConnection.class).getNotifications(60_000))
                    .extracting(PGNotification::getParameter)
                    .contains("floor");
        }
    }
}

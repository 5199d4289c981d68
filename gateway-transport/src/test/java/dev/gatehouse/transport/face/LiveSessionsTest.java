package dev.gatehouse.transport.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.transport.era.Session;
import dev.gatehouse.transport.stream.StreamLimits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When what a session has live is let go of. */
class LiveSessionsTest {
    private static final Session SESSION = new Session(
            "s1",
            Principal.ANONYMOUS,
            "v",
            ProtocolVersion.V2025_11_25,
            Json.EMPTY_OBJECT,
            Optional.empty(),
            Instant.EPOCH.plusSeconds(3_600));

    private final Welcome welcome = new Welcome();
    private final LiveSessions sessions =
            new LiveSessions(StreamLimits.DEFAULT, new StreamCount(), welcome, InstantSource.fixed(Instant.EPOCH));

    private static final class Welcome implements LiveSessions.Residence {
        private boolean withdrawn;
        private int shownOut;

        @Override
        public boolean mayStay(Session session) {
            return !withdrawn;
        }

        @Override
        public void shownOut(Session session) {
            shownOut++;
        }
    }

    @Test
    void who_has_just_come_and_has_nothing_yet_is_not_swept_away() {
        LiveSession live = sessions.open(SESSION).orElseThrow();
        sessions.sweep(System.nanoTime());
        assertThat(sessions.find(SESSION)).containsSame(live);
        assertThat(live.openStream()).isPresent();
    }

    @Test
    void a_session_with_nothing_live_goes_some_time_after_its_last_visit() {
        LiveSession live = sessions.open(SESSION).orElseThrow();
        sessions.sweep(System.nanoTime() + LiveSessions.VISIT_NANOS);
        assertThat(sessions.find(SESSION)).isEmpty();
        assertThat(live.openStream()).as("a stream of what has ended").isEmpty();
    }

    @Test
    void who_may_not_stay_is_shown_out_however_recent_the_visit() {
        LiveSession live = sessions.open(SESSION).orElseThrow();
        welcome.withdrawn = true;
        sessions.evict();
        assertThat(sessions.find(SESSION)).isEmpty();
        assertThat(live.openStream()).isEmpty();
        assertThat(welcome.shownOut).isOne();
    }
}

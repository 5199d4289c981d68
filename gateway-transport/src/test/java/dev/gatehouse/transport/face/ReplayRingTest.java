package dev.gatehouse.transport.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.transport.stream.StreamLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a stream keeps for a client that comes back is bounded in number, bytes and age. */
class ReplayRingTest {
    private static final int EVENTS = 3;
    private static final int BYTES = 10;
    private static final long BYTES_TOTAL = 12;

    private final ReplaySpace space =
            new ReplaySpace(new StreamLimits.Replay(Duration.ofMinutes(1), EVENTS, BYTES, BYTES_TOTAL));
    private final ReplayRing ring = new ReplayRing(space);

    @Test
    void the_oldest_goes_when_there_are_too_many() {
        for (int seq = 1; seq <= EVENTS + 1; seq++) {
            ring.add(seq, new byte[1], seq);
        }
        assertThat(ring.after(0)).hasSize(EVENTS);
        assertThat(ring.after(EVENTS)).hasSize(1);
        assertThat(space.budget().free()).isEqualTo(BYTES_TOTAL - EVENTS);
    }

    @Test
    void older_ones_go_when_there_are_too_many_bytes() {
        ring.add(1, new byte[4], 1);
        ring.add(2, new byte[4], 2);
        ring.add(3, new byte[5], 3);
        assertThat(ring.after(0)).containsExactly(new byte[4], new byte[5]);
    }

    @Test
    void what_is_too_large_leaves_no_gap_behind_it() {
        ring.add(1, new byte[4], 1);
        ring.add(2, new byte[BYTES + 1], 2);
        assertThat(ring.isEmpty()).isTrue();
        assertThat(space.budget().free()).isEqualTo(BYTES_TOTAL);
    }

    @Test
    void what_others_keep_is_not_there_to_be_kept() {
        ReplayRing other = new ReplayRing(space);
        other.add(1, new byte[BYTES], 1);
        ring.add(1, new byte[3], 1);
        assertThat(ring.isEmpty()).isTrue();
        other.clear();
        ring.add(2, new byte[3], 2);
        assertThat(ring.after(0)).hasSize(1);
    }

    @Test
    void what_is_too_old_goes() {
        ring.add(1, new byte[1], 10);
        ring.add(2, new byte[1], 20);
        ring.dropOlderThan(15);
        assertThat(ring.after(0)).hasSize(1);
    }
}

package dev.gatehouse.transport.era;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TombstonesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void thereAreNeverMoreThanTheLimit() {
        Tombstones tombstones = new Tombstones();
        for (int i = 0; i < Tombstones.KEPT_MAX + 10; i++) {
            tombstones.add("s" + i, NOW.plusSeconds(60), NOW);
        }
        assertThat(tombstones.size()).isEqualTo(Tombstones.KEPT_MAX);
        assertThat(tombstones.contains("s0")).isFalse();
        assertThat(tombstones.contains("s" + (Tombstones.KEPT_MAX + 9))).isTrue();
    }

    @Test
    void thoseThatWouldHaveExpiredMakeRoomFirst() {
        Tombstones tombstones = new Tombstones();
        tombstones.add("stays", NOW.plusSeconds(600), NOW);
        for (int i = 1; i < Tombstones.KEPT_MAX; i++) {
            tombstones.add("s" + i, NOW.plusSeconds(1), NOW);
        }
        tombstones.add("new", NOW.plusSeconds(600), NOW.plusSeconds(2));
        assertThat(tombstones.contains("stays")).isTrue();
        assertThat(tombstones.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01"
            })
    void aTraceOfAnotherShapeCountsAsAbsent(String text) {
        assertThat(TraceParent.checked(text)).isEmpty();
    }
}

package dev.gatehouse.audit.search;

import static dev.gatehouse.audit.search.Rows.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {
    private static final int ROWS = 120;
    private static final int[] KEEPS = {0, 30, 400};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_row_is_on_one_page_whatever_arrives_meanwhile(long seed) throws Exception {
        Random random = new Random(seed);
        Rows rows = new Rows();
        Set<Long> before = new HashSet<>();
        for (int i = 0; i < ROWS; i++) {
            before.add(rows.add(keep(random), time(random), owned(random)));
        }
        TrailSearch search = new TrailSearch(new Reading(rows.database));
        List<FoundEvent> seen = new ArrayList<>();
        Optional<EventPlace> place = Optional.empty();
        do {
            TrailSearch.Found page = search.page(Rows.by(Field.AGENT, "bot"), place, 1 + random.nextInt(20));
            seen.addAll(page.events());
            place = page.next()
                    .map(EventPlace::key)
                    .map(key -> EventPlace.ofKey(key).orElseThrow());
            rows.add(keep(random), time(random), owned(random));
        } while (place.isPresent());
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen).extracting(FoundEvent::seq).containsAll(before);
        assertThat(seen).extracting(FoundEvent::at).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void a_place_is_read_as_it_was_written_and_nothing_else_is() {
        EventPlace place = EventPlace.ofKey("1763640000000001 3 9 some gateway").orElseThrow();
        assertThat(place.at()).isEqualTo(Instant.parse("2025-11-20T12:00:00.000001Z"));
        assertThat(EventPlace.ofKey(place.key())).contains(place);
        for (String bad : List.of(
                "", "1", "1 2 3 ", "1 2 3", "x 2 3 g", "1 -2 3 g", "99999999999999999 1 1 g", "1 2 3 a\u0000")) {
            assertThat(EventPlace.ofKey(bad)).as(bad).isEmpty();
        }
        TailPlace followed = TailPlace.ofKey("a 1 2;b 3 4").orElseThrow();
        assertThat(TailPlace.ofKey(followed.key())).contains(followed);
        assertThat(TailPlace.ofKey("")).contains(new TailPlace(Map.of()));
        for (String bad : List.of("a", "a 1", "a 1 2;", "a 1 -2", " 1 2")) {
            assertThat(TailPlace.ofKey(bad)).as(bad).isEmpty();
        }
    }

    private static Map<String, String> owned(Random random) {
        return Map.of("subject", "bot", "agent", "bot", "bundle", random.nextBoolean() ? "red" : "blue");
    }

    private static int keep(Random random) {
        return KEEPS[random.nextInt(KEEPS.length)];
    }

    /** Few, so that many rows have the same. */
    private static Instant time(Random random) {
        return NOON.plusSeconds(43_200L * random.nextInt(4)).plusNanos(1_000L * random.nextInt(2));
    }
}

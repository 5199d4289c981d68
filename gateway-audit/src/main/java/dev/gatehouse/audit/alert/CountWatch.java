package dev.gatehouse.audit.alert;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** So many within a time. */
final class CountWatch implements Watch {
    private static final int KEYS_MAX = 10_000;

    private final AlertCheck.Count check;
    private final Recent<SlidingCount> counts = new Recent<>(KEYS_MAX);

    CountWatch(AlertCheck.Count check) {
        this.check = check;
    }

    @Override
    public void see(Occurrence occurrence, Instant now, Sightings out) {
        if (!check.match().admits(occurrence)) {
            return;
        }
        String of = check.by().stream()
                .filter(occurrence::has)
                .findFirst()
                .map(field -> field.word() + " " + occurrence.get(field))
                .orElse("");
        if (!check.also()) {
            count(of, occurrence, now, out);
            return;
        }
        Set<String> types = occurrence.types();
        List<String> matching = types.stream()
                .filter(type -> check.match().detected().isEmpty()
                        || Match.matches(check.match().detected(), type))
                .sorted()
                .toList();
        matching.forEach(type -> count(type + (of.isEmpty() ? "" : ", " + of), occurrence, now, out));
    }

    private void count(String key, Occurrence occurrence, Instant now, Sightings out) {
        long seen = counts.get(key, () -> new SlidingCount(check.within())).add(now, occurrence.count());
        if (seen >= check.atLeast()) {
            String last = Phrase.of(occurrence);
            out.sighted(
                    key,
                    check.atLeast() == 1
                            ? last
                            : seen + " within " + Phrase.of(check.within()) + ", the last: " + last);
        }
    }
}

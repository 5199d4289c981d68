package dev.gatehouse.policy.detect.scan;

import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.policy.Detection;
import dev.gatehouse.core.policy.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What was seen so far in one payload, of the types that are looked for and with confidence enough. */
public final class Sightings {
    /** Sightings of one payload beyond this many are not kept. */
    public static final int SIGHTINGS_MAX = 10_000;

    private final Predicate<String> wanted;
    private final int confidenceMin;
    private final List<Detection> seen = new ArrayList<>();
    private boolean hasMore;
    private boolean isInName;
    private CharSequence path = "";
    private boolean isWhole;
    private int base;
    private int openFrom;
    private int openTo;
    private int coverFrom;
    private int coverTo = -1;

    /** @param confidenceMin in percent */
    public Sightings(Predicate<String> wanted, int confidenceMin) {
        this.wanted = wanted;
        this.confidenceMin = confidenceMin;
    }

    /** From now on whatever is seen counts for all of the value at the path. */
    void at(CharSequence pointer) {
        path = pointer;
        isWhole = true;
        base = 0;
        openFrom = 0;
        openTo = Integer.MAX_VALUE;
    }

    /** From now on offsets are in a stretch that begins at {@code start} of the string; what begins outside is another's. */
    void within(CharSequence pointer, int start, int acceptedFrom, int acceptedTo) {
        path = pointer;
        isWhole = false;
        base = start;
        openFrom = acceptedFrom;
        openTo = acceptedTo;
    }

    /** Whatever is seen during the work stands for all of a part: what was decoded out of it cannot be masked alone. */
    public void covering(int from, int to, Runnable work) {
        coverFrom = from;
        coverTo = to;
        try {
            work.run();
        } finally {
            coverTo = -1;
        }
    }

    /**
     * Notes one sighting.
     *
     * @param confidence in percent
     * @param from where it begins in the text that is looked at
     * @param to where it ends
     */
    public void add(String type, int confidence, int from, int to) {
        if (coverTo < 0) {
            note(type, confidence, from, to);
        } else {
            note(type, confidence, coverFrom, coverTo);
        }
    }

    private void note(String type, int confidence, int from, int to) {
        if (confidence < confidenceMin || from < openFrom || from >= openTo || !wanted.test(type)) {
            return;
        }
        if (seen.size() == SIGHTINGS_MAX) {
            hasMore = true;
            return;
        }
        JsonPointer pointer = JsonPointer.parse(path.toString());
        Place place = isWhole ? Place.whole(pointer) : new Place(pointer, base + from, base + to);
        seen.add(new Detection(type, confidence, place));
    }

    /** In the order they were seen. */
    public List<Detection> all() {
        return List.copyOf(seen);
    }

    public int count() {
        return seen.size();
    }

    /** Whether something was seen that masking cannot reach: too much, or in the name of a member. */
    public boolean isBeyondMasking() {
        return hasMore || isInName;
    }

    /** What was seen last stands in the name of a member. */
    void markName() {
        isInName = true;
    }
}

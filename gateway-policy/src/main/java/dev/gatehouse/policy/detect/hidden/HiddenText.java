package dev.gatehouse.policy.detect.hidden;

import dev.gatehouse.policy.detect.scan.Detector;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds characters that are not seen. Some have honest uses, which {@link Excuse} knows; what one excuse covers is not
 * reported, and what has a weak one is reported with little confidence.
 */
public final class HiddenText implements Detector {
    @Override
    public Set<String> types() {
        return Arrays.stream(Unseen.values()).map(kind -> kind.type).collect(Collectors.toSet());
    }

    @Override
    public void look(Text text, Sightings sightings) {
        int at = 0;
        while (at < text.length()) {
            char c = text.at(at);
            if (c >= ' ' && c < 0x7F) {
                at++;
            } else {
                at = examine(text, at, sightings);
            }
        }
    }

    /** Reports a run of the same kind as one; returns the place after what was looked at. */
    private static int examine(Text text, int at, Sightings sightings) {
        int point = point(text, at);
        int next = at + Character.charCount(point);
        Optional<Unseen> kind = Unseen.of(point);
        if (kind.isEmpty()) {
            return next;
        }
        while (next < text.length() && Unseen.of(point(text, next)).equals(kind)) {
            next += Character.charCount(point(text, next));
        }
        if (kind.get() == Unseen.ANSI) {
            next = Escapes.after(text, at, next);
        }
        int confidence = Excuse.confidence(text, kind.get(), at, next);
        if (confidence > 0) {
            sightings.add(kind.get().type, confidence, at, next);
        }
        return next;
    }

    static int point(Text text, int at) {
        char c = text.at(at);
        return Character.isHighSurrogate(c) && Character.isLowSurrogate(text.peek(at + 1))
                ? Character.toCodePoint(c, text.at(at + 1))
                : c;
    }
}

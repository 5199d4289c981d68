package dev.gatehouse.audit.proof;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signed note of a checkpoint on one line of ASCII, for places that keep lines, such as syslog: what it says with blanks between,
 * which stand in none of it. What comes before and behind is the place's own.
 */
public final class NoteLine {
    /** Begins it, and nothing else in such a place. */
    public static final String MARK = "gatehouse-checkpoint ";

    private static final Pattern FORM = Pattern.compile(MARK
            + "(gatehouse-audit/([!-~]+)/([0-9]{1,19})) ([0-9]{1,19}) ([A-Za-z0-9+/]+={0,2})"
            + " ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z) ([A-Za-z0-9+/]+={0,2})");
    private static final Pattern NOTE =
            Pattern.compile("(gatehouse-audit/[!-~]+/[0-9]{1,19})\n([0-9]{1,19})\n([A-Za-z0-9+/=]+)"
                    + "\ntime ([0-9TZ:-]+)\n\n\u2014 \\1 ([A-Za-z0-9+/=]+)\n");

    private final Matcher form;

    private NoteLine(Matcher form) {
        this.form = form;
    }

    /** A note as a line; empty when it is none. */
    public static Optional<NoteLine> of(String note) {
        Matcher said = NOTE.matcher(note);
        return said.matches()
                ? in(MARK + String.join(" ", said.group(1), said.group(2), said.group(3), said.group(4), said.group(5)))
                : Optional.empty();
    }

    /** The last one in a line of text; empty when there is none that is whole. */
    public static Optional<NoteLine> in(String text) {
        Matcher form = FORM.matcher(text);
        int at = text.lastIndexOf(MARK);
        return at >= 0 && form.find(at) && form.start() == at ? Optional.of(new NoteLine(form)) : Optional.empty();
    }

    public String gateway() {
        return form.group(2);
    }

    public String chain() {
        return form.group(3);
    }

    public String size() {
        return form.group(4);
    }

    /** The note, from its first byte to its last. */
    public String note() {
        String origin = form.group(1);
        return origin + "\n" + size() + "\n" + form.group(5) + "\ntime " + form.group(6) + "\n\n\u2014 " + origin + " "
                + form.group(7) + "\n";
    }

    @Override
    public String toString() {
        return form.group();
    }
}

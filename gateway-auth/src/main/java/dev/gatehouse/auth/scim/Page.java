package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.core.http.Form;

/**
 * Which part of a list is asked for (RFC 7644 §3.4.2.4).
 *
 * @param startIndex from 1
 * @param count none of them is wanted where it is 0: only how many there are
 */
record Page(int startIndex, int count) {
    static final int COUNT_MAX = 200;
    private static final int COUNT_DEFAULT = 100;

    static Page read(Form parameters) throws ScimRefusal {
        int startIndex = Math.max(1, number(parameters, "startIndex", 1));
        int count = Math.clamp(number(parameters, "count", COUNT_DEFAULT), 0, COUNT_MAX);
        return new Page(startIndex, count);
    }

    private static int number(Form parameters, String name, int otherwise) throws ScimRefusal {
        String text = parameters.value(name).orElse(Integer.toString(otherwise));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new ScimRefusal(ScimRefusal.Kind.INVALID_VALUE, name + " is no number");
        }
    }

    int skipped() {
        return startIndex - 1;
    }
}

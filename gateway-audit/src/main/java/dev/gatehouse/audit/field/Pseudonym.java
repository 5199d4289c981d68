package dev.gatehouse.audit.field;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in a record where a name must not. */
public final class Pseudonym {
    private static final int ID_BYTES = 16;
    private static final Pattern KEYED = Pattern.compile("~[0-9a-f]{32}");

    private Pseudonym() {}

    /** The id of a new key: only the table of keys knows whose. */
    static String random(SecureRandom random) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return "~" + HexFormat.of().formatHex(id);
    }

    /** A keyed hash of the name. */
    static String hashed(String hash) {
        return "#" + hash;
    }

    /** The ids of keys that stand in a text. */
    public static Set<String> in(String text) {
        if (text.indexOf('~') < 0) {
            return Set.of();
        }
        Set<String> ids = new LinkedHashSet<>();
        Matcher matcher = KEYED.matcher(text);
        while (matcher.find()) {
            ids.add(matcher.group());
        }
        return ids;
    }
}

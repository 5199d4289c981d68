package dev.gatehouse.policy.detect.scan;

import dev.gatehouse.core.json.Cursor;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.StringCharacters;

/**
 * One walk through a payload. Every string, every long number and every member name is shown to the detectors; a long
 * string in stretches that overlap, so that nothing needs a second copy of it.
 */
public final class Scan {
    /** Characters of a string that are looked at together. */
    public static final int STRETCH_CHARS = 64 * 1024;
    /** What the next stretch sees again: nothing that is looked for is longer. */
    public static final int OVERLAP_CHARS = 16 * 1024;
    /** What is shown again before the first place of a stretch where something may begin. */
    static final int CONTEXT_CHARS = 256;
    /** Numbers of fewer bytes say nothing about anybody. */
    private static final int NUMBER_MIN_BYTES = 8;

    private final Lookout lookout;
    private final Sightings sightings;
    private final StringBuilder path = new StringBuilder();
    private final Text text;

    private Scan(Json value, Side side, Lookout lookout, Sightings sightings) {
        this.lookout = lookout;
        this.sightings = sightings;
        this.text = new Text(Math.min(value.length(), STRETCH_CHARS));
        text.side = side;
    }

    /** Adds what the detectors see in the value. */
    public static void of(Json value, Side side, Lookout lookout, Sightings sightings) {
        new Scan(value, side, lookout, sightings).value(value, "");
    }

    private void value(Json value, String name) {
        switch (value.kind()) {
            case STRING -> string(value, name);
            case NUMBER -> number(value, name);
            case OBJECT -> object(value);
            case ARRAY -> array(value, name);
            case TRUE, FALSE, NULL -> {}
        }
    }

    private void object(Json object) {
        int depth = path.length();
        Cursor member = object.cursor();
        while (member.next()) {
            String name = member.name();
            path.append('/').append(name.replace("~", "~0").replace("/", "~1"));
            name(name);
            if (!Binary.isContent(object, name)) {
                value(member.value(), name);
            } else {
                Binary.text(object, member.value()).ifPresent(decoded -> decoded(decoded, name));
            }
            path.setLength(depth);
        }
    }

    private void array(Json array, String name) {
        int depth = path.length();
        Cursor element = array.cursor();
        for (int i = 0; element.next(); i++) {
            path.append('/').append(i);
            value(element.value(), name);
            path.setLength(depth);
        }
    }

    private void name(String name) {
        int before = sightings.count();
        sightings.at(path);
        look(Text.of(name, "", text.side));
        if (sightings.count() > before) {
            sightings.markName();
        }
    }

    private void number(Json number, String name) {
        if (number.length() >= NUMBER_MIN_BYTES) {
            sightings.at(path);
            look(Text.of(number.toString(), name, text.side));
        }
    }

    /** What was decoded cannot be masked in part. */
    private void decoded(String content, String name) {
        sightings.at(path);
        look(Text.of(content, name, text.side));
    }

    private void string(Json string, String name) {
        StringCharacters characters = new StringCharacters(string);
        text.name = name.toCharArray();
        text.length = characters.read(text.chars, 0, text.chars.length);
        text.isWhole = characters.isAtEnd();
        int start = 0;
        int from = 0;
        while (!characters.isAtEnd()) {
            int to = text.length - OVERLAP_CHARS;
            sightings.within(path, start, from, to);
            look(text);
            start += to - CONTEXT_CHARS;
            from = CONTEXT_CHARS;
            moveOn(characters, to - CONTEXT_CHARS);
        }
        sightings.within(path, start, from, Integer.MAX_VALUE);
        look(text);
    }

    private void moveOn(StringCharacters characters, int dropped) {
        int kept = text.length - dropped;
        System.arraycopy(text.chars, dropped, text.chars, 0, kept);
        text.length = characters.read(text.chars, kept, text.chars.length);
    }

    private void look(Text shown) {
        lookout.look(shown, sightings);
    }
}

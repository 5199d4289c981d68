package dev.gatehouse.core.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An immutable JSON value: a slice of bytes that only the strict reader or the writers here can make, so forwarding it
 * verbatim is forwarding what was judged. {@link JsonLimits} bind what is read; a value put together from others may
 * exceed them. {@link #toString} is the whole text: it may hold secrets and does not belong in a log.
 */
public final class Json {
    /** The seven things a JSON value can be. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL
    }

    public static final Json EMPTY_OBJECT = ascii("{}");
    public static final Json NULL = ascii("null");
    private static final Json TRUE = ascii("true");
    private static final Json FALSE = ascii("false");

    private final byte[] in;
    private final int from;
    private final int to;

    Json(byte[] in, int from, int to) {
        this.in = in;
        this.from = from;
        this.to = to;
    }

    /** Reads one whole document (RFC 8259, see {@link #read(byte[], int, int)}); the caller gives the array up. */
    public static Json read(byte[] utf8) throws JsonSyntaxException {
        return Scanner.read(utf8, 0, utf8.length);
    }

    /**
     * Reads one whole document out of a part of an array, without a copy: the caller gives the array up. Whitespace may
     * stand around the document, nothing else. Refuses duplicate keys (compared unescaped, at every depth), invalid
     * UTF-8, lone surrogates, a byte order mark and whatever exceeds {@link JsonLimits}.
     */
    public static Json read(byte[] utf8, int offset, int length) throws JsonSyntaxException {
        return Scanner.read(utf8, offset, length);
    }

    /** Reads one whole document from text, just as strictly. */
    public static Json read(String text) throws JsonSyntaxException {
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Scanner.read(utf8.array(), utf8.arrayOffset(), utf8.remaining());
        } catch (CharacterCodingException e) {
            throw new JsonSyntaxException(Fault.LONE_SURROGATE, 0);
        }
    }

    /** A string; half a surrogate pair in it is written as U+FFFD. */
    public static Json of(String string) {
        return new Output(string.length() + 2).quoted(string).json();
    }

    public static Json of(long number) {
        return ascii(Long.toString(number));
    }

    public static Json of(boolean truth) {
        return truth ? TRUE : FALSE;
    }

    /** An array of these elements. */
    public static Json of(Collection<Json> elements) {
        ArrayWriter array = array();
        elements.forEach(array::add);
        return array.build();
    }

    /** An array of these strings. */
    public static Json ofStrings(Collection<String> strings) {
        ArrayWriter array = array();
        strings.forEach(array::add);
        return array.build();
    }

    public static ObjectWriter object() {
        return new ObjectWriter();
    }

    public static ArrayWriter array() {
        return new ArrayWriter();
    }

    public Kind kind() {
        return switch (in[from]) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't' -> Kind.TRUE;
            case 'f' -> Kind.FALSE;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }

    public boolean isObject() {
        return in[from] == '{';
    }

    public boolean isArray() {
        return in[from] == '[';
    }

    public boolean isString() {
        return in[from] == '"';
    }

    public boolean isNull() {
        return in[from] == 'n';
    }

    /** The size of the text in bytes. */
    public int length() {
        return to - from;
    }

    /** A copy of the text. */
    public byte[] bytes() {
        return Arrays.copyOfRange(in, from, to);
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(in, from, to - from);
    }

    /** Copies the text into an array and returns its length; throws when it does not fit. */
    public int copyTo(byte[] target, int at) {
        System.arraycopy(in, from, target, at, to - from);
        return to - from;
    }

    /** A read-only view of the text. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(in, from, to - from).slice().asReadOnlyBuffer();
    }

    /** The member of this name, escapes undone; empty when there is none or this is no object. */
    public Optional<Json> member(String name) {
        if (isObject()) {
            Cursor member = new Cursor(in, from);
            while (member.next()) {
                if (StringDecoder.matches(in, member.nameFrom, member.nameTo, name)) {
                    return Optional.of(new Json(in, member.valueFrom, member.valueTo));
                }
            }
        }
        return Optional.empty();
    }

    /** The members by name in document order; empty when this is no object. */
    public Map<String, Json> members() {
        if (!isObject()) {
            return Map.of();
        }
        Map<String, Json> members = new LinkedHashMap<>();
        Cursor member = new Cursor(in, from);
        while (member.next()) {
            String name = StringDecoder.decode(in, member.nameFrom, member.nameTo);
            members.put(name, new Json(in, member.valueFrom, member.valueTo));
        }
        return Collections.unmodifiableMap(members);
    }

    /** The elements in order; empty when this is no array. */
    public List<Json> elements() {
        if (!isArray()) {
            return List.of();
        }
        List<Json> elements = new ArrayList<>();
        Cursor element = new Cursor(in, from);
        while (element.next()) {
            elements.add(new Json(in, element.valueFrom, element.valueTo));
        }
        return Collections.unmodifiableList(elements);
    }

    /** The string, escapes undone; empty when this is no string. */
    public Optional<String> string() {
        return isString() ? Optional.of(StringDecoder.decode(in, from + 1, to - 1)) : Optional.empty();
    }

    /** The string member of this name. */
    public Optional<String> text(String name) {
        return member(name).flatMap(Json::string);
    }

    public Optional<Boolean> bool() {
        return switch (in[from]) {
            case 't' -> Optional.of(true);
            case 'f' -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** The number when its literal is an integer, without fraction or exponent, that fits 64 bits. */
    public OptionalLong integer() {
        return kind() == Kind.NUMBER ? Numbers.integer(in, from, to) : OptionalLong.empty();
    }

    /** The double nearest to the number; empty when that is infinite or this is no number. */
    public Optional<Double> finite() {
        return kind() == Kind.NUMBER ? Numbers.finite(in, from, to) : Optional.empty();
    }

    /**
     * This object with one member set: in its place when there is one of that name, else at the end. All other bytes stay.
     *
     * @throws IllegalStateException when this is no object
     */
    public Json with(String name, Json value) {
        requireObject();
        return Splice.with(in, from, to, name, value);
    }

    /**
     * This object without the members of these names, all other members byte for byte; {@code this} when it has none.
     *
     * @throws IllegalStateException when this is no object
     */
    public Json without(String... names) {
        requireObject();
        return Splice.without(this, in, from, to, names);
    }

    /** The value a pointer leads to (RFC 6901); empty when it leads nowhere. */
    public Optional<Json> at(JsonPointer pointer) {
        Optional<Json> found = Optional.of(this);
        for (String token : pointer.tokens()) {
            found = found.flatMap(value -> value.step(token));
        }
        return found;
    }

    /** This value with the one a pointer leads to replaced, all other bytes as they are; {@code this} when it leads nowhere. */
    public Json replace(JsonPointer pointer, Json value) {
        return at(pointer)
                .map(part -> Splice.replace(in, from, to, part.from, part.to, value))
                .orElse(this);
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return new String(in, from, to - from, StandardCharsets.UTF_8);
    }

    /** Equal means the same bytes: {@code 1.0} is not {@code 1}, and whitespace counts. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Json json && Arrays.equals(in, from, to, json.in, json.from, json.to);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int at = from; at < to; at++) {
            hash = 31 * hash + in[at];
        }
        return hash;
    }

    private Optional<Json> step(String token) {
        return isArray() ? element(token) : member(token);
    }

    /** RFC 6901 §4: an array index has no sign and no leading zero. */
    private Optional<Json> element(String index) {
        if (!index.matches("0|[1-9][0-9]{0,8}")) {
            return Optional.empty();
        }
        int left = Integer.parseInt(index);
        Cursor element = new Cursor(in, from);
        while (element.next()) {
            if (left-- == 0) {
                return Optional.of(new Json(in, element.valueFrom, element.valueTo));
            }
        }
        return Optional.empty();
    }

    private void requireObject() {
        if (!isObject()) {
            throw new IllegalStateException("not a JSON object: " + kind());
        }
    }

    private static Json ascii(String text) {
        return new Json(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
    }
}

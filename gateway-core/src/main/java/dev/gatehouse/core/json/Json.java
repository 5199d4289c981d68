package dev.gatehouse.core.json;

import dev.gatehouse.core.digest.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
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
import java.util.function.UnaryOperator;

/**
 * An immutable JSON value: a slice of bytes that only the strict reader or the writers here can make, so forwarding it
 * verbatim is forwarding what was judged. {@link JsonLimits} bind what is read; a value put together from others may
 * exceed them. {@link #toString} is the whole text: it may hold secrets and does not belong in a log.
 */
public final class Json implements Comparable<Json> {
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

    final byte[] in;
    final int from;
    final int to;

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
        int lone = Text.indexOfLoneSurrogate(text);
        if (lone >= 0) {
            throw new JsonSyntaxException(Fault.LONE_SURROGATE, utf8(text.substring(0, lone)).length);
        }
        return read(utf8(text));
    }

    /** A string; half a surrogate pair in it is written as U+FFFD. */
    public static Json of(String string) {
        return new Output(string.length() + 2).quoted(string).json();
    }

    public static Json of(long number) {
        return new Output(Output.LONGEST_NUMBER_BYTES).number(number).json();
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
        return new ObjectWriter(128);
    }

    /** An object of about this size: a right guess spares copies. */
    public static ObjectWriter object(int expectedBytes) {
        return new ObjectWriter(expectedBytes);
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

    /** The SHA-256 of the text. */
    public byte[] sha256() {
        return Sha256.of(in, from, to - from);
    }

    /** The same value in an array of its own: for keeping a small part of a big message. */
    public Json detached() {
        return length() == in.length ? this : new Json(bytes(), 0, length());
    }

    /**
     * Walks the members or elements in document order.
     *
     * @throws IllegalStateException when this is neither an object nor an array
     */
    public Cursor cursor() {
        if (!isObject() && !isArray()) {
            throw new IllegalStateException("neither a JSON object nor an array: " + kind());
        }
        return new Cursor(this);
    }

    /** The member of this name, escapes undone; empty when there is none or this is no object. */
    public Optional<Json> member(String name) {
        if (isObject()) {
            Cursor member = new Cursor(this);
            while (member.next()) {
                if (member.isNamed(name)) {
                    return Optional.of(member.value());
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
        Cursor member = new Cursor(this);
        while (member.next()) {
            members.put(member.name(), member.value());
        }
        return Collections.unmodifiableMap(members);
    }

    /** The elements in order; empty when this is no array. */
    public List<Json> elements() {
        if (!isArray()) {
            return List.of();
        }
        List<Json> elements = new ArrayList<>();
        Cursor element = new Cursor(this);
        while (element.next()) {
            elements.add(element.value());
        }
        return Collections.unmodifiableList(elements);
    }

    /** The string, escapes undone; empty when this is no string. */
    public Optional<String> string() {
        return isString() ? Optional.of(StringDecoder.decode(in, from + 1, to - 1)) : Optional.empty();
    }

    /**
     * Copies the string as UTF-8, escapes undone, into an array and returns its length: at most {@link #length} less the
     * quotes.
     *
     * @throws IllegalStateException when this is no string
     */
    public int copyStringTo(byte[] target, int at) {
        if (!isString()) {
            throw new IllegalStateException("not a JSON string: " + kind());
        }
        return StringDecoder.decodeTo(in, from + 1, to - 1, target, at);
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
     * This object with one member set: in its place when there is one of that name, else at the end. Other bytes stay.
     *
     * @throws IllegalStateException when this is no object
     */
    public Json with(String name, Json value) {
        requireObject();
        return Splice.with(this, name, value);
    }

    /**
     * This object without the members of these names, all other members byte for byte; {@code this} when it has none.
     *
     * @throws IllegalStateException when this is no object
     */
    public Json without(String... names) {
        requireObject();
        return Splice.without(this, names);
    }

    /** The value a pointer leads to (RFC 6901); empty when it leads nowhere. */
    public Optional<Json> at(JsonPointer pointer) {
        return pointer.find(this);
    }

    /** This value with what a pointer leads to replaced, all other bytes kept; {@code this} when it leads nowhere. */
    public Json replace(JsonPointer pointer, Json value) {
        return at(pointer).map(part -> Splice.replace(this, part, value)).orElse(this);
    }

    /**
     * This value with every place that a pointer leads to changed, in one pass, all other bytes kept. A pointer that leads
     * nowhere changes nothing; of two where one leads into the other's place the outer one counts.
     */
    public Json replaceAll(Map<JsonPointer, UnaryOperator<Json>> changes) {
        return changes.isEmpty() ? this : Rewrite.of(this, changes);
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return new String(in, from, to - from, StandardCharsets.UTF_8);
    }

    /** Equal means the same bytes: {@code 1.0} is not {@code 1}, and whitespace counts. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Json json && compareTo(json) == 0;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int at = from; at < to; at++) {
            hash = 31 * hash + in[at];
        }
        return hash;
    }

    /** By bytes. An order lets a hash map whose keys were chosen to collide keep them in trees. */
    @Override
    public int compareTo(Json other) {
        return Arrays.compareUnsigned(in, from, to, other.in, other.from, other.to);
    }

    private void requireObject() {
        if (!isObject()) {
            throw new IllegalStateException("not a JSON object: " + kind());
        }
    }

    static Json ascii(String text) {
        byte[] bytes = utf8(text);
        return new Json(bytes, 0, bytes.length);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

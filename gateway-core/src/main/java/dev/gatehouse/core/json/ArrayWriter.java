package dev.gatehouse.core.json;

/** Builds an array element by element. Not thread-safe. */
public final class ArrayWriter {
    private final Output out = new Output(128);

    ArrayWriter() {
        out.ascii('[');
    }

    public ArrayWriter add(Json value) {
        comma().value(value);
        return this;
    }

    /** Adds a string; half a surrogate pair in it is written as U+FFFD. */
    public ArrayWriter add(String value) {
        comma().quoted(value);
        return this;
    }

    public ArrayWriter add(long value) {
        comma().number(value);
        return this;
    }

    /** The array as it is now: it stays as it is when this goes on. */
    public Json build() {
        return out.closed(']');
    }

    private Output comma() {
        return out.size() > 1 ? out.ascii(',') : out;
    }
}

package dev.gatehouse.core.json;

/** Builds an array element by element. Not thread-safe. */
public final class ArrayWriter {
    private final Output out = new Output(128);
    private boolean built;

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

    /** The array; nothing can be added after it, and it can be built once. */
    public Json build() {
        requireOpen();
        built = true;
        return out.ascii(']').json();
    }

    private void requireOpen() {
        if (built) {
            throw new IllegalStateException("the array is built");
        }
    }

    private Output comma() {
        requireOpen();
        return out.size() > 1 ? out.ascii(',') : out;
    }
}

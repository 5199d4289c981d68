package dev.gatehouse.transport.world;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Optional;

/** Reads the events of a chunked response, one at a time, as they come. */
public final class EventReader {
    /**
     * One event or comment.
     *
     * @param type empty for the default, {@code :} for a comment
     */
    public record Event(String id, String type, String retry, String data) {}

    private final InputStream body;

    /** @param chunked whether the bytes come in chunks, as in HTTP/1.1 */
    public EventReader(InputStream in, boolean chunked) {
        this.body = chunked ? new SequenceInputStream(chunks(in)) : in;
    }

    /** The next event, comments left out; empty at the end of the stream. */
    public Optional<Event> next() throws IOException {
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        Optional<Event> event = nextOrComment();
        while (event.isPresent() && event.get().type().equals(":")) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("only comments for " + WAIT_MAX.toSeconds() + " s");
            }
            event = nextOrComment();
        }
        return event;
    }

    public Optional<Event> nextOrComment() throws IOException {
        String id = "";
        String type = "";
        String retry = "";
        StringBuilder data = new StringBuilder();
        boolean any = false;
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            String text = line.get();
            if (text.isEmpty() && any) {
                return Optional.of(new Event(id, type, retry, data.toString()));
            }
            any |= !text.isEmpty();
            if (text.startsWith(":")) {
                type = ":";
            } else if (text.startsWith("id: ")) {
                id = text.substring(4);
            } else if (text.startsWith("event: ")) {
                type = text.substring(7);
            } else if (text.startsWith("retry: ")) {
                retry = text.substring(7);
            } else if (text.startsWith("data:")) {
                data.append(text.substring(5).strip());
            } else if (!text.isEmpty()) {
                throw new IOException("no field of an event: " + text);
            }
        }
        return Optional.empty();
    }

    private Optional<String> line() throws IOException {
        return line(body);
    }

    private static Optional<String> line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return Optional.empty();
            }
            line.write(c);
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8).stripTrailing());
    }

    private static Enumeration<InputStream> chunks(InputStream in) {
        return new Enumeration<>() {
            private boolean over;

            @Override
            public boolean hasMoreElements() {
                return !over;
            }

            @Override
            public InputStream nextElement() {
                try {
                    return chunk();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            private InputStream chunk() throws IOException {
                Optional<String> size = line(in);
                int length = size.map(text -> Integer.parseInt(text, 16)).orElse(0);
                over = length == 0;
                byte[] bytes = in.readNBytes(length);
                line(in);
                return new ByteArrayInputStream(bytes);
            }
        };
    }
}

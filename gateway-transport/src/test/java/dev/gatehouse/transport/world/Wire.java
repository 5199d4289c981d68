package dev.gatehouse.transport.world;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A client that puts exactly these bytes on a socket and reads answers without any HTTP library's forgiveness. */
public final class Wire implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    /** One answer as it came. */
    public record Answer(int status, Map<String, List<String>> headers, String body) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name)).map(List::getFirst);
        }
    }

    public Wire(InetSocketAddress address) throws IOException {
        this(new Socket(address.getAddress(), address.getPort()));
    }

    public Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(Math.toIntExact(WAIT_MAX.toMillis()));
        this.in = socket.getInputStream();
    }

    public Wire send(String latin1) throws IOException {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    public Answer read() throws IOException {
        return read(readHead());
    }

    /** The head of an answer has been read; its body follows. */
    public Answer read(Answer head) throws IOException {
        int length = Integer.parseInt(head.header("content-length").orElse("0"));
        return new Answer(head.status(), head.headers(), new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    /** What answers HEAD: headers that promise a body which does not come. */
    public Answer readHead() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        Map<String, List<String>> headers = new TreeMap<>();
        for (String field = line(); !field.isEmpty(); field = line()) {
            String name = field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(field.substring(name.length() + 1).strip());
        }
        return new Answer(status, headers, "");
    }

    /** The head of an answer has been read; its events follow. */
    public EventReader events(Answer head) {
        return new EventReader(
                in, head.header("transfer-encoding").filter("chunked"::equals).isPresent());
    }

    /** Whether the server closed the connection (or closes it within the time reads have). */
    public boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether what there is to read ends without the end of a response. */
    public boolean isCutOff() throws IOException {
        byte[] tail = new byte[0];
        try {
            byte[] buffer = new byte[64 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                tail = Arrays.copyOf(buffer, count);
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
        return !new String(tail, StandardCharsets.ISO_8859_1).endsWith("0\r\n\r\n");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed after: " + line.toString(StandardCharsets.ISO_8859_1));
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}

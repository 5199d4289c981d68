package dev.gatehouse.auth.egress;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.testkit.tls.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;

/**
 * An Internet of one public server, {@code client.example}; every other address leads to a canary that must not be
 * disturbed. Both are sockets on loopback, and the server speaks TLS.
 */
public final class SmallInternet implements Network, AutoCloseable {
    public static final String HOST = "client.example";
    public static final String PUBLIC_ADDRESS = "93.184.215.14";

    private final ServerSocket server;
    private final ServerSocket canary;
    private final SSLSocketFactory trusting;
    private final Map<String, List<List<InetAddress>>> names = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> resolved = new ConcurrentHashMap<>();
    private final AtomicInteger disturbed = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Answering answering = (_, out) -> out.write(ok("{}"));

    /** Writes an answer as bytes. */
    @FunctionalInterface
    public interface Answering {
        void answer(String request, OutputStream out) throws IOException;
    }

    private SmallInternet(ServerSocket server, SSLSocketFactory trusting) throws IOException {
        this.server = server;
        this.trusting = trusting;
        this.canary = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        name(HOST, PUBLIC_ADDRESS);
    }

    /** @param certificate for {@link #HOST} at least */
    public static SmallInternet open(TestCertificate certificate) throws Exception {
        ServerSocket server = certificate
                .serving()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SmallInternet internet =
                new SmallInternet(server, certificate.trusting().getSocketFactory());
        Thread.ofVirtual().start(() -> internet.accept(server, internet::serve));
        Thread.ofVirtual()
                .start(() -> internet.accept(internet.canary, socket -> {
                    internet.disturbed.incrementAndGet();
                    socket.close();
                }));
        return internet;
    }

    /** One that sees this Internet and no other. */
    public Fetcher fetcher(Set<String> intranetHosts, Clocks clocks) {
        return new Fetcher(strangers(intranetHosts), clocks);
    }

    /** One that sees this Internet and no other, where documents lead away from their issuer. */
    OperatorHttp operatorHttp(Set<String> intranetHosts) {
        return new OperatorHttp(strangers(intranetHosts));
    }

    private StrangersHttps strangers(Set<String> intranetHosts) {
        return new StrangersHttps(this, trusting, () -> intranetHosts);
    }

    public void answers(Answering answering) {
        this.answering = answering;
    }

    /** What the server answers with 200 and {@code application/json}, its headers first. */
    public void serves(String json, String... headers) {
        byte[] bytes = ok(json, headers);
        answers((_, out) -> out.write(bytes));
    }

    public static byte[] ok(String json, String... headers) {
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + more + "Content-Length: " + length
                        + "\r\n\r\n" + json)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Lets a name mean these addresses, until it is named again. */
    public void name(String host, String... addresses) {
        names.put(host, List.of(addresses(addresses)));
    }

    /** Lets a name mean one thing first and another from then on. */
    public void rebind(String host, String first, String then) {
        names.put(host, List.of(addresses(first), addresses(then)));
    }

    private static List<InetAddress> addresses(String... literals) {
        return List.of(literals).stream().map(InetAddress::ofLiteral).toList();
    }

    public int timesDisturbed() {
        return disturbed.get();
    }

    public int timesResolved(String host) {
        return resolved.getOrDefault(host, new AtomicInteger()).get();
    }

    /** The heads of the requests that the public server got. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        List<List<InetAddress>> meanings = names.get(host);
        int times = resolved.computeIfAbsent(host, _ -> new AtomicInteger()).getAndIncrement();
        if (meanings == null) {
            throw new UnknownHostException(host);
        }
        return meanings.get(Math.min(times, meanings.size() - 1));
    }

    @Override
    public Socket connect(InetAddress address, int port, Duration within) throws IOException {
        boolean toServer = address.getHostAddress().equals(PUBLIC_ADDRESS) || port != 443;
        return REAL.connect(
                InetAddress.getLoopbackAddress(), toServer ? server.getLocalPort() : canary.getLocalPort(), within);
    }

    @FunctionalInterface
    private interface Service {
        void serve(Socket socket) throws IOException;
    }

    private void accept(ServerSocket on, Service service) {
        try {
            while (true) {
                Socket socket = on.accept();
                Thread.startVirtualThread(() -> {
                    try (socket) {
                        service.serve(socket);
                    } catch (IOException _) {
                        // The client left, as it may.
                    }
                });
            }
        } catch (IOException _) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                return;
            }
            head.append((char) c);
        }
        requests.add(head.toString());
        answering.answer(head.toString(), socket.getOutputStream());
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        canary.close();
    }
}

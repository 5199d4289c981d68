package dev.gatehouse.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that the bench started and that ends with it. */
final class Peer implements AutoCloseable {
    private final Process process;

    private Peer(Process process) {
        this.process = process;
    }

    /** The upstream, in a JVM of its own; its port is the first line it prints. */
    record Upstream(Peer peer, int port) {}

    static Upstream upstream() throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EchoUpstream.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String port = out.readLine();
        if (port == null) {
            throw new IOException("the upstream did not start");
        }
        return new Upstream(new Peer(process), Integer.parseInt(port));
    }

    /** nginx as a plain reverse proxy: one worker, keep-alive both ways, nothing else. */
    static Peer nginx(Path folder, int port, int upstreamPort) throws IOException {
        Path config = folder.resolve("nginx.conf");
        Files.writeString(config, nginxConfig(folder, port, upstreamPort));
        return new Peer(new ProcessBuilder(List.of("nginx", "-p", folder.toString(), "-c", config.toString()))
                .inheritIO()
                .start());
    }

    private static String nginxConfig(Path folder, int port, int upstreamPort) {
        return """
                daemon off; master_process on; worker_processes 1; pid %s/nginx.pid; error_log %s/nginx.log;
                events { worker_connections 1024; }
                http {
                  access_log off; keepalive_requests 1000000;
                  client_body_temp_path %s/body; proxy_temp_path %s/proxy;
                  fastcgi_temp_path %s/f; uwsgi_temp_path %s/u; scgi_temp_path %s/s;
                  upstream mcp { server 127.0.0.1:%d; keepalive 256; keepalive_requests 1000000; }
                  server { listen 127.0.0.1:%d; location / {
                    proxy_pass http://mcp; proxy_http_version 1.1; proxy_set_header Connection ""; } }
                }
                """.formatted(folder, folder, folder, folder, folder, folder, folder, upstreamPort, port);
    }

    static Peer of(Process process) {
        return new Peer(process);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

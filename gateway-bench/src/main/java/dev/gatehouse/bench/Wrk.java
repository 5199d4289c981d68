package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of the load generator {@code wrk}: the same tools/call over and over, from one thread. */
final class Wrk {
    private static final Pattern LATENCY = Pattern.compile("(50|99)%\\s+([0-9.]+)(us|ms|s)");
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern BAD = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern BROKEN = Pattern.compile("connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

    private Wrk() {}

    record Run(long requests, double perSecond, double p50Millis, double p99Millis, long failed) {}

    static Run run(String url, String token, Load load, int seconds, Path folder)
            throws IOException, InterruptedException {
        Path script = folder.resolve("call.lua");
        Files.writeString(script, script(token) + pause(load));
        Process process = new ProcessBuilder(
                        "wrk",
                        "-t1",
                        "-c" + load.connections(),
                        "-d" + seconds + "s",
                        "--latency",
                        "-s",
                        script.toString(),
                        url)
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("wrk failed: " + out);
        }
        return parse(out);
    }

    private static String script(String token) {
        return """
                wrk.method = "POST"
                wrk.headers["Content-Type"] = "application/json"
                wrk.headers["Accept"] = "application/json, text/event-stream"
                wrk.headers["MCP-Protocol-Version"] = "2026-07-28"
                wrk.headers["Mcp-Method"] = "tools/call"
                wrk.headers["Mcp-Name"] = "bench_echo"
                wrk.headers["Authorization"] = "Bearer %s"
                wrk.body = '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"bench_echo","arguments":\
                {"message":"%s"},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                "io.modelcontextprotocol/clientCapabilities":{}}}}'
                """.formatted(token, "m".repeat(64));
    }

    private static String pause(Load load) {
        return load.thinkMillis() == 0 ? "" : "function delay() return " + load.thinkMillis() + " end\n";
    }

    private static Run parse(String out) throws IOException {
        return new Run(
                (long) number(REQUESTS, out),
                number(RATE, out),
                latency(out, "50"),
                latency(out, "99"),
                (BAD.matcher(out).find() ? (long) number(BAD, out) : 0) + broken(out));
    }

    private static long broken(String out) {
        Matcher matcher = BROKEN.matcher(out);
        long sum = 0;
        if (matcher.find()) {
            for (int i = 1; i <= matcher.groupCount(); i++) {
                sum += Long.parseLong(matcher.group(i));
            }
        }
        return sum;
    }

    private static double number(Pattern pattern, String out) throws IOException {
        Matcher matcher = pattern.matcher(out);
        if (!matcher.find()) {
            throw new IOException("wrk printed no " + pattern + ": " + out);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static double latency(String out, String percentile) {
        Matcher matcher = LATENCY.matcher(out);
        while (matcher.find()) {
            if (matcher.group(1).equals(percentile)) {
                double value = Double.parseDouble(matcher.group(2));
                return switch (matcher.group(3)) {
                    case "us" -> value / 1_000;
                    case "ms" -> value;
                    default -> value * 1_000;
                };
            }
        }
        return Double.NaN;
    }
}

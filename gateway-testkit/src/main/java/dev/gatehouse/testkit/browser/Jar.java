package dev.gatehouse.testkit.browser;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser reduced to its cookies: follows nothing by itself, so that each step can be looked at and bent. */
public final class Jar implements AutoCloseable {
    private static final Pattern HIDDEN = Pattern.compile("type=\"?hidden\"? name=\"?([a-z_]+)\"? value=\"([^\"]*)\"");
    private static final Pattern REFRESH = Pattern.compile("http-equiv=\"refresh\" content=\"0;url=([^\"]*)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new TreeMap<>();
    private final String origin;

    /** @param origin of the gateway; its cookies go nowhere else */
    public Jar(String origin) {
        this.origin = origin;
    }

    /** The same browser on new connections, which may lead to another gateway. */
    public Jar reconnected() {
        Jar again = new Jar(origin);
        again.cookies.putAll(cookies);
        return again;
    }

    public Map<String, String> cookies() {
        return cookies;
    }

    public HttpResponse<String> get(String url) throws Exception {
        return send(url, HttpRequest.newBuilder(absolute(url)));
    }

    /** Sends what the page's form has hidden, and what was filled in. */
    public HttpResponse<String> submit(HttpResponse<String> page, String action, Map<String, String> filledIn)
            throws Exception {
        Map<String, String> fields = new TreeMap<>();
        Matcher hidden = HIDDEN.matcher(page.body());
        while (hidden.find()) {
            fields.put(hidden.group(1), unescaped(hidden.group(2)));
        }
        fields.putAll(filledIn);
        return post(action, fields, originOf(absolute(action)));
    }

    public HttpResponse<String> post(String url, Map<String, String> fields, String from) throws Exception {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(
                url,
                HttpRequest.newBuilder(absolute(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", from)
                        .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    public static String location(HttpResponse<String> response) {
        return response.headers().firstValue("location").orElseThrow(() -> new AssertionError(response.body()));
    }

    /** Where a page leads by itself. */
    public static String onward(HttpResponse<String> page) {
        Matcher refresh = REFRESH.matcher(page.body());
        if (!refresh.find()) {
            throw new AssertionError("leads nowhere: " + page.statusCode() + " " + page.body());
        }
        return unescaped(refresh.group(1));
    }

    private static String unescaped(String attribute) {
        return attribute.replace("&#x3D;", "=").replace("&amp;", "&");
    }

    private HttpResponse<String> send(String url, HttpRequest.Builder request) throws Exception {
        boolean ours = absolute(url).toString().startsWith(origin);
        if (ours && !cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        response.headers().allValues("set-cookie").forEach(this::keep);
        return response;
    }

    private void keep(String cookie) {
        String[] pair = cookie.split(";", -1)[0].split("=", 2);
        if (cookie.endsWith("Max-Age=0")) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }

    private URI absolute(String url) {
        return URI.create(url.startsWith("/") ? origin + url : url);
    }

    private static String originOf(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    @Override
    public void close() {
        client.close();
    }
}

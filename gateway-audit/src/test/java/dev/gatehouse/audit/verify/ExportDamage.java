package dev.gatehouse.audit.verify;

import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Damages an export in one place, in the ways that somebody with an editor has. */
final class ExportDamage {
    private ExportDamage() {}

    /** The lines with one of the first ones changed, gone or elsewhere: those that blocks cover. */
    static List<String> one(List<String> lines, int sealed, Random random) throws Exception {
        List<String> damaged = new ArrayList<>(lines);
        int at = 1 + random.nextInt(sealed - 2);
        switch (random.nextInt(4)) {
            case 0 -> damaged.remove(at);
            case 1 -> {
                int record = recordFrom(lines, at);
                Collections.swap(damaged, record, recordFrom(lines, record + 1));
            }
            case 2 -> damaged.add(at, damaged.get(at));
            default -> damaged.set(at, withOneMemberChanged(lines.get(at), random));
        }
        damaged.set(damaged.size() - 1, "{\"end\":{\"lines\":" + damaged.size() + "}}");
        return damaged;
    }

    /** Blocks may stand further behind, so to change places with one is no damage. */
    private static int recordFrom(List<String> lines, int from) {
        int at = from;
        while (lines.get(at).startsWith("{\"block\"")) {
            at++;
        }
        return at;
    }

    private static String withOneMemberChanged(String line, Random random) throws Exception {
        Map.Entry<String, Json> row =
                Json.read(line).members().entrySet().iterator().next();
        List<Map.Entry<String, Json>> members =
                List.copyOf(row.getValue().members().entrySet());
        Map.Entry<String, Json> member = members.get(random.nextInt(members.size()));
        Json changed = changed(member.getKey(), member.getValue());
        return Json.object()
                .put(row.getKey(), row.getValue().with(member.getKey(), changed))
                .build()
                .toString();
    }

    private static Json changed(String name, Json value) {
        if (value.integer().isPresent()) {
            return Json.of(value.integer().getAsLong() ^ 1L << 20);
        }
        String text = value.string().orElse("");
        if (name.equals("at")) {
            return Json.of(
                    "2026-11-21T00:00:00.000001Z".equals(text)
                            ? "2026-11-21T00:00:00.000002Z"
                            : "2026-11-21T00:00:00.000001Z");
        }
        char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
        return Json.of(text.isEmpty() ? "x" : text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0'));
    }
}

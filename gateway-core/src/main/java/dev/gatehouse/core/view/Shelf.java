package dev.gatehouse.core.view;

import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ListPage;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.Finding;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * One list as somebody sees it, joined once: mostly one page, since many clients read no second one.
 *
 * @param pages at least one
 * @param shown counts all entries
 * @param fingerprint the same as long as the entries are
 * @param findings what is worth recording about what is not shown
 */
public record Shelf(List<ListPage> pages, int shown, long fingerprint, List<Finding> findings) {
    /** Entries of one page; an entry beyond it has a page to itself. */
    static final int PAGE_MAX_BYTES = 1024 * 1024;

    public Shelf {
        pages = List.copyOf(pages);
        findings = List.copyOf(findings);
    }

    public static Shelf empty(Primitive kind) {
        return of(kind, List.of());
    }

    static Shelf of(Primitive kind, List<Published> entries) {
        List<ListPage> pages = new ArrayList<>();
        MessageDigest digest = Sha256.begin();
        ArrayWriter page = Json.array();
        int bytes = 0;
        for (Published entry : entries) {
            Json json = entry.published().json();
            if (bytes > 0 && bytes + json.length() > PAGE_MAX_BYTES) {
                pages.add(page(kind, page));
                page = Json.array();
                bytes = 0;
            }
            page.add(json);
            bytes += json.length();
            digest.update(json.asByteBuffer());
        }
        pages.add(page(kind, page));
        return new Shelf(pages, entries.size(), ByteBuffer.wrap(digest.digest()).getLong(), List.of());
    }

    /** The same bytes. */
    Shelf with(List<Finding> found) {
        return new Shelf(pages, shown, fingerprint, found);
    }

    private static ListPage page(Primitive kind, ArrayWriter entries) {
        return new ListPage(
                kind, Json.object().put(kind.listMember(), entries.build()).build());
    }
}

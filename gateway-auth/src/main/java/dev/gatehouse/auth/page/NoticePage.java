package dev.gatehouse.auth.page;

import io.jstach.jstache.JStache;

/** Something is done, and nothing remains to do here. */
@JStache(path = "page/notice.mustache")
public record NoticePage(String title, String sentence) implements Page {
    @Override
    public String html() {
        return NoticePageRenderer.of().execute(this);
    }
}

package dev.gatehouse.auth.page;

/**
 * One page: a record with what it shows, and a template beside it that extends {@code page/layout.mustache}. Texts are
 * escaped by the template.
 */
public interface Page {

    /** The whole document. */
    String html();

    default String stylesheet() {
        return Assets.STYLESHEET.path();
    }

    default String icon() {
        return Assets.ICON.path();
    }
}

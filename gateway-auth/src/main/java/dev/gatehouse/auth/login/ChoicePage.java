package dev.gatehouse.auth.login;

import dev.gatehouse.auth.page.Page;
import io.jstach.jstache.JStache;
import java.util.List;

/** Where do you want to log in? */
@JStache(path = "page/choice.mustache")
record ChoicePage(List<Choice> choices, String localPath) implements Page {

    /** @param label the provider as people call it */
    record Choice(String label, String path) {}

    boolean isEmpty() {
        return choices.isEmpty();
    }

    @Override
    public String html() {
        return ChoicePageRenderer.of().execute(this);
    }
}

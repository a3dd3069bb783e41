package io.leeway.evaluation.page;

/** Text that is to be read in a page, not understood by it. */
final class HtmlText {
    private HtmlText() {}

    /** Also safe within quotes of either kind. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

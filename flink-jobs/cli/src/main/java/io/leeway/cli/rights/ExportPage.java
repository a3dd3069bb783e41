package io.leeway.cli.rights;

import static io.leeway.text.VisibleText.html;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/**
 * An export for people: one page without scripts that needs nothing but itself, in light and dark.
 * Whatever comes from data is escaped.
 */
final class ExportPage {
    private static final String STYLE = """
            :root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
            body{margin:0 auto;max-width:60rem;padding:1.5rem}
            h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}
            table{border-collapse:collapse;width:100%}
            th,td{border-bottom:1px solid #8884;padding:.35rem .6rem;text-align:left;vertical-align:top}
            td.number{text-align:right}.where,.mind{color:#777;font-size:.85rem}
            dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:0}
            dt{color:#777}dd{margin:0;overflow-wrap:anywhere}
            """;

    private ExportPage() {}

    static String of(ShopperExport export) {
        StringBuilder page = new StringBuilder("<!doctype html><html lang='en'><head><meta charset='utf-8'>"
                + "<meta name='viewport' content='width=device-width,initial-scale=1'>"
                + "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none';style-src 'unsafe-inline'\">"
                + "<title>What is kept of ");
        page.append(html(export.user())).append("</title><style>").append(STYLE).append("</style></head><body>");
        page.append("<h1>What is kept of ").append(html(export.user())).append("</h1><p>As of ");
        page.append(html(export.exportedAt())).append(", in the places listed here.</p>");
        page.append("<table><thead><tr><th>place</th><th>what it holds</th><th>found</th></tr></thead><tbody>");
        for (FoundPlace place : export.places()) {
            page.append("<tr><td>").append(html(place.name())).append("</td><td>");
            page.append(html(place.holds())).append("</td><td class='number'>");
            page.append(place.items().size()).append("</td></tr>");
        }
        page.append("</tbody></table>");
        export.places().stream().filter(place -> !place.items().isEmpty()).forEach(place -> place(place, page));
        page.append("<h2>Not searched</h2><ul class='mind'>");
        export.notSearched()
                .forEach(each -> page.append("<li>").append(html(each)).append("</li>"));
        return page.append("</ul></body></html>\n").toString();
    }

    private static void place(FoundPlace place, StringBuilder page) {
        page.append("<h2>").append(html(place.name())).append(": ").append(html(place.holds()));
        page.append("</h2><table><tbody>");
        for (FoundItem item : place.items()) {
            page.append("<tr><td>");
            value("", item.content(), page);
            page.append("<div class='where'>").append(html(item.where()));
            String writtenAt = item.writtenAt();
            if (writtenAt != null) {
                page.append(", written ").append(html(writtenAt));
            }
            page.append("</div></td></tr>");
        }
        page.append("</tbody></table>");
    }

    private static void value(String name, JsonNode content, StringBuilder page) {
        if (content.isObject() && !content.isEmpty()) {
            page.append("<dl>");
            for (Map.Entry<String, JsonNode> field : content.properties()) {
                page.append("<dt>").append(html(field.getKey())).append("</dt><dd>");
                value(field.getKey(), field.getValue(), page);
                page.append("</dd>");
            }
            page.append("</dl>");
        } else {
            page.append(html(name.equals("raw") ? raw(content) : text(content)));
        }
    }

    private static String text(JsonNode content) {
        return content.isValueNode() ? content.asText() : content.toString();
    }

    /** The bytes of a dead letter or late record are Base64. */
    private static String raw(JsonNode content) {
        try {
            return content.isTextual() ? new String(content.binaryValue(), UTF_8) : text(content);
        } catch (IOException noBase64) {
            return text(content);
        }
    }
}

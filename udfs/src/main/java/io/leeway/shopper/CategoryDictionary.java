package io.leeway.shopper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Category names of one profile or vector, each once. Index 0 means none. */
final class CategoryDictionary {
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> indexes = new HashMap<>();

    /** The index of a name, from 1; added when it is new. */
    int indexOf(@Nullable String name) {
        if (name == null) {
            return 0;
        }
        Integer known = indexes.get(name);
        if (known == null) {
            names.add(name);
            known = names.size();
            indexes.put(name, known);
        }
        return known;
    }

    String name(int index) {
        return names.get(index - 1);
    }

    String[] names() {
        return names.toArray(String[]::new);
    }

    void save(ByteOutput out) {
        out.writeLong(names.size());
        names.forEach(out::writeString);
    }

    static CategoryDictionary load(ByteInput in) {
        CategoryDictionary dictionary = new CategoryDictionary();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            dictionary.indexOf(in.readString());
        }
        return dictionary;
    }
}

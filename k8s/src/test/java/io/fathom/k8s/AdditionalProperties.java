package io.fathom.k8s;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks through a tree of models for fields that they have kept without knowing them. */
final class AdditionalProperties {
    private static final String FIELD = "additionalProperties";

    private AdditionalProperties() {}

    static void collect(@Nullable Object value, String path, List<String> unknown) {
        if (value instanceof Collection<?> items) {
            int index = 0;
            for (Object item : items) {
                collect(item, path + "[" + index++ + "]", unknown);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> collect(item, path + "." + key, unknown));
        } else if (value != null && isModel(value.getClass())) {
            for (Class<?> type = value.getClass(); type != null && isModel(type); type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    collectField(value, field, path, unknown);
                }
            }
        }
    }

    private static void collectField(Object model, Field field, String path, List<String> unknown) {
        if (Modifier.isStatic(field.getModifiers())) {
            return;
        }
        try {
            field.setAccessible(true);
            Object value = field.get(model);
            if (!field.getName().equals(FIELD)) {
                collect(value, path + "." + field.getName(), unknown);
            } else if (value instanceof Map<?, ?> kept) {
                kept.keySet().forEach(name -> unknown.add(path + "." + name + " is not a field"));
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isModel(Class<?> type) {
        return (type.getName().startsWith("io.fabric8.") || type.getName().startsWith("io.strimzi.")) && !type.isEnum();
    }
}

//! XMP: the recipe inside a page, as readable text.

use crate::recipe::Recipe;

const OPEN: &str = "<detourn:recipe>";
const CLOSE: &str = "</detourn:recipe>";

/// The metadata packet of a document with this title.
pub(super) fn packet(title: &str, recipe: &Recipe) -> String {
    let (title, recipe) = (escape(title), escape(&recipe.to_text()));
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:detourn=\"urn:detourn\">\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
         <xmp:CreatorTool>detourn</xmp:CreatorTool>\n\
         {OPEN}{recipe}{CLOSE}\n\
         </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>"
    )
}

/// The recipe in a file that holds such a packet; `None` when there is none.
pub(super) fn recipe(file: &[u8]) -> Option<Recipe> {
    let find = |from: usize, what: &str| {
        file.get(from..)?.windows(what.len()).position(|bytes| bytes == what.as_bytes()).map(|at| from + at)
    };
    let start = find(0, OPEN)? + OPEN.len();
    let text = std::str::from_utf8(&file[start..find(start, CLOSE)?]).ok()?;
    toml::from_str(&unescape(text)).ok()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipe_comes_back() {
        let recipe = Recipe {
            template: "may68".into(),
            seed: 7,
            words: vec!["CONSUME & <obey> &lt; \u{1}\n«\u{202f}l’été\u{202f}»".into()],
            ..Recipe::default()
        };
        let packet = packet("a < b", &recipe);
        assert_eq!(self::recipe(packet.as_bytes()), Some(recipe));
        assert_eq!(self::recipe(b"%PDF-1.7 <detourn:recipe>not closed"), None);
        assert!(!packet.contains('\u{1}') && !packet.contains("<obey>"));
    }
}

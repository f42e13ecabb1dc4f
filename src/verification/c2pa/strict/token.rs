//! The certificates of a time stamp token (RFC 3161, a CMS `SignedData` of RFC 5652).

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
/// `[0]`, constructed: the content of a `ContentInfo`, and the certificates of a `SignedData`.
const CONTEXT_0: u8 = 0xa0;

/// Certificates that are looked at; real tokens bring three at most.
const MAX_CERTIFICATES: usize = 16;

/// The certificates that come with a token or a whole response of an authority.
///
/// `None` for what is no token, and for one with several signers, of whom only one might be trusted.
pub(super) fn certificates(token: &[u8]) -> Option<Vec<&[u8]>> {
    let outer = Element::read(token)?.with(SEQUENCE)?;
    // A response starts with its status, which is a sequence; the token follows. A token starts with its type.
    let first = Element::read(outer)?;
    let info = if first.tag == SEQUENCE { Element::read(first.after)?.with(SEQUENCE)? } else { outer };
    let content = Element::read(Element::read(info)?.after)?.with(CONTEXT_0)?;
    let signed = Element::read(content)?.with(SEQUENCE)?;
    // Version, digest algorithms, what is signed; then certificates, revocation lists and signers.
    let mut rest = signed;
    for _ in 0..3 {
        rest = Element::read(rest)?.after;
    }
    let certificates = Element::read(rest)?;
    let signers = elements(certificates.after).find(|element| element.tag == SET)?;
    if elements(signers.content).count() != 1 {
        return None;
    }
    let list = elements(certificates.with(CONTEXT_0)?).filter(|element| element.tag == SEQUENCE);
    Some(list.take(MAX_CERTIFICATES).map(|element| element.whole).collect())
}

fn elements(bytes: &[u8]) -> impl Iterator<Item = Element<'_>> {
    std::iter::successors(Element::read(bytes), |element| Element::read(element.after))
}

/// One element of DER.
#[derive(Clone, Copy)]
struct Element<'a> {
    tag: u8,
    content: &'a [u8],
    whole: &'a [u8],
    after: &'a [u8],
}

impl<'a> Element<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (tag, rest) = bytes.split_first()?;
        let (length, rest) = rest.split_first()?;
        let (length, rest) = match length {
            0..=0x7f => (usize::from(*length), rest),
            0x81..=0x84 => {
                let (digits, rest) = rest.split_at_checked(usize::from(length & 0x0f))?;
                (digits.iter().fold(0, |number, digit| number << 8 | usize::from(*digit)), rest)
            }
            _ => return None,
        };
        let (content, after) = rest.split_at_checked(length)?;
        Some(Self { tag: *tag, content, whole: &bytes[..bytes.len() - after.len()], after })
    }

    /// Its content, if it is of this kind.
    fn with(self, tag: u8) -> Option<&'a [u8]> {
        (self.tag == tag).then_some(self.content)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let content = parts.concat();
        [&[tag, 0x82], &u16::try_from(content.len()).unwrap().to_be_bytes()[..], &content].concat()
    }

    fn token(signers: usize) -> Vec<u8> {
        let (kind, number) = ([6, 1, 42], [2, 1, 3]);
        let certificate = element(SEQUENCE, &[b"certificate"]);
        let list = element(CONTEXT_0, &[&certificate, &certificate]);
        let signers = element(SET, &[&element(SEQUENCE, &[&number]).repeat(signers)]);
        let signed = element(SEQUENCE, &[&number, &element(SET, &[]), &element(SEQUENCE, &[]), &list, &signers]);
        element(SEQUENCE, &[&kind, &element(CONTEXT_0, &[&signed])])
    }

    #[test]
    fn a_token_and_a_response_bring_the_same_certificates() {
        let token = token(1);
        let response = element(SEQUENCE, &[&element(SEQUENCE, &[&[2, 1, 0]]), &token]);
        let certificate = element(SEQUENCE, &[b"certificate"]);
        for bytes in [&token, &response] {
            assert_eq!(certificates(bytes).unwrap(), [&certificate[..], &certificate[..]]);
        }
    }

    #[test]
    fn a_token_with_two_signers_brings_none() {
        assert_eq!((certificates(&token(2)), certificates(&token(0))), (None, None));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reading_fail(bytes: Vec<u8>, at in 0..80_usize, byte: u8) {
            certificates(&bytes);
            let mut token = token(1);
            let last = token.len() - 1;
            token[at.min(last)] = byte;
            certificates(&token);
        }
    }
}
